"""What the fake GitHub's answers look like: the shapes of its official API description."""

from __future__ import annotations

from typing import Any

from tests.fakes.github.memory import MOMENT, Asset, Comment, Memory, Pull, Release, Run


def user(base: str, login: str = "kim-dev", kind: str = "User") -> dict[str, Any]:
    url = f"{base}/users/{login}"
    kinds = (
        "followers", "following", "gists", "starred", "subscriptions", "organizations", "repos",
        "events", "received_events",
    )  # fmt: skip
    return {
        "login": login, "id": 7, "node_id": "U_7", "avatar_url": f"{base}/a/7", "gravatar_id": "",
        "url": url, "html_url": f"{base}/{login}", "type": kind, "site_admin": False,
        **{f"{kind}_url": f"{url}/{kind}" for kind in kinds},
    }  # fmt: skip


def comment(base: str, memory: Memory, one: Comment) -> dict[str, Any]:
    url = f"{base}/repos/{memory.name}/issues"
    page = f"{base}/{memory.name}/pull/{one.pull_request}#issuecomment-{one.id}"
    return {
        "id": one.id, "node_id": f"IC_{one.id}", "url": f"{url}/comments/{one.id}",
        "html_url": page, "body": one.body, "user": user(base, one.author, one.kind),
        "created_at": MOMENT, "updated_at": MOMENT, "author_association": "MEMBER",
        "issue_url": f"{url}/{one.pull_request}", "performed_via_github_app": None,
    }  # fmt: skip


_PULL_ADDRESSES = (
    "diff", "patch", "issue", "commits", "review_comments", "review_comment", "comments",
    "statuses",
)  # fmt: skip
_PULL_COUNTS = ("comments", "review_comments", "commits", "additions", "deletions", "changed_files")


def pull(base: str, memory: Memory, one: Pull) -> dict[str, Any]:
    url = f"{base}/repos/{memory.name}/pulls/{one.number}"
    told: dict[str, Any] = {f"{kind}_url": f"{url}/{kind}" for kind in _PULL_ADDRESSES}
    told |= dict.fromkeys(_PULL_COUNTS, 0)
    told |= dict.fromkeys(
        ("body", "closed_at", "merged_at", "merge_commit_sha", "assignee", "milestone",
         "auto_merge", "mergeable", "merged_by", "active_lock_reason")
    )  # fmt: skip
    told |= dict.fromkeys(("locked", "merged", "maintainer_can_modify", "draft"), False)
    told |= {"id": one.number, "node_id": f"PR_{one.number}", "number": one.number, "url": url}
    told |= {"html_url": f"{base}/{memory.name}/pull/{one.number}", "state": one.state}
    told |= {"title": "a change", "user": user(base), "labels": [], "created_at": MOMENT}
    told |= {"updated_at": MOMENT, "author_association": "MEMBER", "mergeable_state": "clean"}
    owned = repository(base, memory, installation=True) | {"has_downloads": False}
    sides = {"head": ("change", one.head), "base": (one.base, "b" * 40)}
    for side, (ref, commit) in sides.items():
        label = {"label": f"team:{ref}", "ref": ref, "sha": commit}
        told[side] = label | {"repo": owned, "user": user(base)}
    kinds = (
        "self", "html", "issue", "comments", "review_comments", "review_comment", "commits",
        "statuses",
    )  # fmt: skip
    return told | {"_links": {kind: {"href": f"{url}/{kind}"} for kind in kinds}}


def asset(base: str, memory: Memory, one: Asset) -> dict[str, Any]:
    return {
        "url": f"{base}/repos/{memory.name}/releases/assets/{one.id}",
        "browser_download_url": f"{base}/{memory.name}/releases/download/{one.id}/{one.name}",
        "id": one.id,
        "node_id": f"RA_{one.id}",
        "name": one.name,
        "label": "",
        "state": one.state,
        "content_type": one.kind,
        "size": len(one.content),
        "digest": one.digest if memory.tells_digests else None,
        "download_count": 0,
        "created_at": MOMENT,
        "updated_at": MOMENT,
        "uploader": user(base),
    }


def release(base: str, memory: Memory, one: Release) -> dict[str, Any]:
    url = f"{base}/repos/{memory.name}/releases/{one.id}"
    uploads = f"{base.removesuffix('/v3')}/uploads/repos/{memory.name}/releases/{one.id}"
    shown = f"untagged-{one.id:x}" if one.draft else one.tag
    return {
        "url": url,
        "assets_url": f"{url}/assets",
        "upload_url": f"{uploads}/assets{{?name,label}}",
        "html_url": f"{base}/{memory.name}/releases/tag/{shown}",
        "id": one.id,
        "node_id": f"RE_{one.id}",
        "tag_name": one.tag,
        "target_commitish": one.commit,
        "name": one.name,
        "body": one.body,
        "draft": one.draft,
        "prerelease": one.prerelease,
        "immutable": one.immutable,
        "created_at": MOMENT,
        "published_at": None if one.draft else MOMENT,
        "author": user(base),
        "assets": [asset(base, memory, each) for each in one.assets],
        "tarball_url": None if one.draft else f"{base}/repos/{memory.name}/tarball/{one.tag}",
        "zipball_url": None if one.draft else f"{base}/repos/{memory.name}/zipball/{one.tag}",
    }


_ADDRESSES = (
    "archive", "assignees", "blobs", "branches", "collaborators", "comments", "commits", "compare",
    "contents", "contributors", "deployments", "downloads", "events", "forks", "git_commits",
    "git_refs", "git_tags", "hooks", "issue_comment", "issue_events", "issues", "keys", "labels",
    "languages", "merges", "milestones", "notifications", "pulls", "releases", "stargazers",
    "statuses", "subscribers", "subscription", "tags", "teams", "trees", "clone", "git", "ssh",
    "svn",
)  # fmt: skip
_COUNTS = (
    "forks", "forks_count", "open_issues", "open_issues_count", "size", "stargazers_count",
    "watchers", "watchers_count", "network_count", "subscribers_count",
)  # fmt: skip
_SWITCHES = (
    "fork", "disabled", "has_issues", "has_projects", "has_wiki", "has_pages", "has_discussions",
)  # fmt: skip


def repository(base: str, memory: Memory, *, installation: bool) -> dict[str, Any]:
    owner, _, name = memory.name.partition("/")
    rights = ("pull", "triage", "push", "maintain", "admin")
    rank = {"read": 0, "write": 2, "admin": 4}[memory.role]
    url = f"{base}/repos/{memory.name}"
    told: dict[str, Any] = {f"{each}_url": f"{url}/{each}" for each in _ADDRESSES}
    told |= dict.fromkeys(_COUNTS, 0) | dict.fromkeys(_SWITCHES, False)
    told |= dict.fromkeys(("created_at", "updated_at", "pushed_at"), MOMENT)
    told |= dict.fromkeys(("description", "homepage", "language", "license", "mirror_url"))
    told |= {"id": 1, "node_id": "R_1", "name": name, "full_name": memory.name, "url": url}
    told |= {"private": memory.private, "archived": memory.archived, "default_branch": "main"}
    told |= {"owner": user(base, owner), "html_url": f"{base}/{memory.name}"}
    if not installation:
        told["permissions"] = {right: at <= rank for at, right in enumerate(rights)}
    return told


def run(base: str, memory: Memory, one: Run) -> dict[str, Any]:
    url = f"{base}/repos/{memory.name}/actions/runs/{one.id}"
    kinds = ("jobs", "logs", "check_suite", "cancel", "rerun", "artifacts", "workflow")
    told: dict[str, Any] = {f"{kind}_url": f"{url}/{kind}" for kind in kinds}
    told |= {"id": one.id, "node_id": f"WFR_{one.id}", "workflow_id": 1, "run_number": 1}
    told |= {"head_branch": one.branch, "head_sha": one.commit, "event": one.event}
    told |= {"path": f".github/workflows/{one.file}", "display_title": one.file, "url": url}
    told |= {"status": "queued", "conclusion": None, "created_at": MOMENT, "updated_at": MOMENT}
    told |= {"head_commit": None, "pull_requests": []}
    told |= {"html_url": f"{base}/{memory.name}/actions/runs/{one.id}"}
    owned = repository(base, memory, installation=True)
    return told | {"repository": owned, "head_repository": owned}


def git_ref(base: str, memory: Memory, tag: str, found: tuple[str, str]) -> dict[str, Any]:
    kind, name = found
    url = f"{base}/repos/{memory.name}/git"
    target = {"type": kind, "sha": name, "url": f"{url}/{kind}s/{name}"}
    ref = f"refs/tags/{tag}"
    return {"ref": ref, "node_id": "REF_1", "url": f"{url}/{ref}", "object": target}


def git_tag(base: str, memory: Memory, name: str) -> dict[str, Any]:
    url = f"{base}/repos/{memory.name}/git"
    commit = memory.peeled(name)
    return {
        "node_id": "T_1",
        "tag": "a tag",
        "sha": name,
        "url": f"{url}/tags/{name}",
        "message": "a message",
        "tagger": {"name": "Kim Dev", "email": "kim@example.invalid", "date": MOMENT},
        "object": {"type": "commit", "sha": commit, "url": f"{url}/commits/{commit}"},
    }


def team(base: str, organization: str, slug: str) -> dict[str, Any]:
    url = f"{base}/organizations/1/team/2"
    told: dict[str, Any] = {"id": 2, "node_id": "T_2", "url": url, "name": slug, "slug": slug}
    told |= {"members_url": f"{url}/members{{/member}}", "repositories_url": f"{url}/repos"}
    told |= {"html_url": f"{base}/orgs/{organization}/teams/{slug}", "type": "organization"}
    told |= {"description": None, "permission": "pull", "members_count": 1, "repos_count": 1}
    told |= {"created_at": MOMENT, "updated_at": MOMENT}
    owner = user(base, organization) | {"type": "Organization", "description": None}
    kinds = ("hooks", "issues", "members", "public_members")
    owner |= {f"{kind}_url": f"{base}/orgs/{organization}/{kind}" for kind in kinds}
    owner |= dict.fromkeys(("has_organization_projects", "has_repository_projects"), True)
    owner |= dict.fromkeys(("public_repos", "public_gists", "followers", "following"), 0)
    owner |= {"created_at": MOMENT, "updated_at": MOMENT, "archived_at": None}
    return told | {"organization": owner}


def problem(message: str, *errors: dict[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {"message": message, "documentation_url": "https://docs.github.com/rest"}
    return told | ({"errors": list(errors)} if errors else {})

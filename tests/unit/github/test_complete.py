"""Bringing a release about against a GitHub with memory, which fails in all the ways it can."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from releasebot.errors import ConflictError, GateError, OutsideError
from releasebot.github import body
from releasebot.github.client import Client
from releasebot.github.complete import complete, look, publish
from releasebot.github.patience import Patience
from releasebot.github.place import Place
from releasebot.github.releases import Release, Releases
from releasebot.github.token import Token
from releasebot.github.wanted import CHECKSUMS, MOST_CHARACTERS, File, Wanted
from tests.fakes.github.rules import Request
from tests.fakes.github.server import REPOSITORY, FakeGithub, Fault, fake_github
from tests.projects import Project, git, make_project

TAG = "v1.2.3"
SPEC = File("openapi.json", "application/json", '{"제목": 1}'.encode(), fixed=True)
NOTES = File("RELEASE_NOTES.md", "text/markdown", b"- first\n", fixed=True)


class Naps:
    """Sleeps that take no time, on record."""

    def __init__(self) -> None:
        self.all: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.all.append(seconds)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose tag is pushed, to be copied."""
    place = tmp_path_factory.mktemp("template")
    made = make_project(place)
    git(made.folder, "remote", "set-url", "origin", "../app.git")
    git(made.folder, "tag", "-a", "-m", "first", TAG)
    git(made.folder, "push", "-q", "origin", TAG)
    return place


@pytest.fixture
def project(template: Path, tmp_path: Path) -> Project:
    shutil.copytree(template, tmp_path / "project")
    return Project(tmp_path / "project" / "app", tmp_path / "project" / "app.git")


@pytest.fixture
def github(project: Project) -> Iterator[FakeGithub]:
    with fake_github(project.remote) as server:
        yield server


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
def releases(github: FakeGithub, naps: Naps) -> Releases:
    return reach(github, naps)


@pytest.fixture
def wanted(project: Project) -> Wanted:
    return want(project)


def reach(github: FakeGithub, naps: Naps, seconds: float = 1000) -> Releases:
    place = Place(REPOSITORY, "github.com", github.base)
    waiting = Patience(seconds, sleep=naps.sleep)
    return Releases(Client(place, Token(github.token, "GITHUB_TOKEN"), waiting))


def want(
    project: Project,
    *,
    notes: str = "- first",
    files: tuple[File, ...] = (SPEC, NOTES),
    prerelease: bool = False,
) -> Wanted:
    return Wanted(TAG, project.head, lambda most: notes[:most], files, prerelease=prerelease)


def run(releases: Releases, wanted: Wanted) -> Release:
    complete(releases, wanted)
    return publish(releases, wanted, lambda _: True)


def request(verb: str, part: str = "") -> Callable[[Request], bool]:
    return lambda one: one.verb == verb and part in one.path


def assert_released(github: FakeGithub, wanted: Wanted) -> None:
    """Exactly one release of the tag, published once, with the wanted notes and files."""
    release = github.release()
    assert (release.draft, release.published_times) == (False, 1)
    text = body.read(release.body)
    assert text
    assert text.notes == wanted.notes(MOST_CHARACTERS)
    names = {file.name: file.content for file in wanted.files}
    there = {asset.name: asset.content for asset in release.assets if asset.state == "uploaded"}
    sums = there.pop(CHECKSUMS).decode().splitlines()
    assert there == names
    assert sums == sorted(f"{file.digest}  {file.name}" for file in wanted.files) or len(sums) == 2


def test_a_release_is_a_draft_with_all_its_files_before_it_is_published(
    github: FakeGithub, releases: Releases, wanted: Wanted
) -> None:
    run(releases, wanted)
    assert_released(github, wanted)
    kinds = [line.partition(" ")[0] for line in github.writes]
    assert kinds == ["POST", "POST", "POST", "POST", "PATCH"]
    assert github.memory.latest == github.release().id


def test_a_second_run_asks_twice_and_writes_nothing(
    github: FakeGithub, releases: Releases, wanted: Wanted
) -> None:
    run(releases, wanted)
    before = len(github.requests)
    complete(releases, wanted)
    assert [one.verb for one in github.requests[before:]] == ["GET", "GET"]


def test_only_what_differs_is_sent_again(
    github: FakeGithub, releases: Releases, wanted: Wanted
) -> None:
    complete(releases, wanted)
    spec = github.release().asset("openapi.json")
    assert spec
    spec.content = b"{}"
    before = len(github.requests)
    complete(releases, wanted)
    changed = [one for one in github.requests[before:] if one.verb != "GET"]
    assert [one.verb for one in changed] == ["DELETE", "POST"]
    assert changed[1].query["name"] == "openapi.json"
    run(releases, wanted)
    assert_released(github, wanted)


def test_a_server_that_tells_no_digests_is_asked_for_the_files(
    github: FakeGithub, releases: Releases, wanted: Wanted
) -> None:
    github.memory.tells_digests = False
    run(releases, wanted)
    before = len(github.writes)
    complete(releases, wanted)
    assert len(github.writes) == before
    assert_released(github, wanted)


def test_an_upload_that_broke_off_makes_room_for_a_whole_one(
    github: FakeGithub, releases: Releases, wanted: Wanted
) -> None:
    github.faults.append(Fault(request("POST", "/assets"), half=True))
    run(releases, wanted)
    assert_released(github, wanted)


@pytest.mark.parametrize("carried_out", [True, False])
@pytest.mark.parametrize("status", [0, 500, 502, 503, 504])
@pytest.mark.parametrize(
    "match",
    [
        request("POST", "/releases"),
        request("POST", "/assets"),
        request("PATCH"),
        request("GET"),
    ],
    ids=["create", "upload", "publish", "look"],
)
def test_a_request_of_unknown_fate_is_looked_into_before_it_is_repeated(
    github: FakeGithub,
    releases: Releases,
    wanted: Wanted,
    match: Callable[[Request], bool],
    status: int,
    carried_out: bool,  # noqa: FBT001  a parameter of the test
) -> None:
    github.faults.append(Fault(match, status, carried_out=carried_out, times=2))
    run(releases, wanted)
    assert_released(github, wanted)


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [(403, {"Retry-After": "3"}, 3), (429, {"Retry-After": "4"}, 4), (403, {}, 60)],
)
@pytest.mark.parametrize("verb", ["GET", "POST", "PATCH"])
def test_a_limit_is_waited_for_as_github_asks(
    github: FakeGithub,
    wanted: Wanted,
    verb: str,
    status: int,
    headers: dict[str, str],
    seconds: float,
) -> None:
    naps, told = Naps(), "You have exceeded a secondary rate limit"
    github.faults.append(Fault(request(verb), status, headers, told))
    run(reach(github, naps), wanted)
    assert naps.all == [seconds]
    assert_released(github, wanted)


def test_a_limit_beyond_our_patience_ends_the_run_and_the_next_one_finishes(
    github: FakeGithub, naps: Naps, wanted: Wanted
) -> None:
    github.faults.append(Fault(request("POST", "/assets"), 429, {"Retry-After": "500"}))
    with pytest.raises(OutsideError, match="500 s"):
        run(reach(github, naps, 100), wanted)
    assert github.release().draft
    run(reach(github, naps), wanted)
    assert_released(github, wanted)


def test_a_server_that_stays_down_is_given_up_and_the_next_run_finishes(
    github: FakeGithub, releases: Releases, wanted: Wanted
) -> None:
    fault = Fault(request("POST"), 503, times=1000)
    github.faults.append(fault)
    with pytest.raises(OutsideError, match="503"):
        complete(releases, wanted)
    fault.times = 0
    run(releases, wanted)
    assert_released(github, wanted)


def test_a_list_that_lags_behind_makes_no_second_draft(
    github: FakeGithub, releases: Releases, wanted: Wanted
) -> None:
    github.memory.hides = 2
    run(releases, wanted)
    assert [line for line in github.writes if line.endswith("/releases")] == [
        f"POST /repos/{REPOSITORY}/releases"
    ]
    assert_released(github, wanted)


def test_drafts_of_two_runs_become_one_and_the_oldest_is_kept(
    github: FakeGithub, releases: Releases, wanted: Wanted
) -> None:
    first = complete(releases, wanted)
    github.add(TAG, draft=True, body=github.release().body, commit=wanted.commit)
    run(releases, wanted)
    assert github.release().id == first.id
    assert_released(github, wanted)


def test_a_draft_left_beside_the_published_release_is_found_and_removed(
    github: FakeGithub, releases: Releases, wanted: Wanted
) -> None:
    run(releases, wanted)
    github.add(TAG, draft=True, body=github.release().body, commit=wanted.commit)
    assert look(releases, TAG).found.spare
    complete(releases, wanted)
    assert_released(github, wanted)


def test_a_second_draft_that_somebody_wrote_in_is_left_alone(
    github: FakeGithub, releases: Releases, wanted: Wanted
) -> None:
    complete(releases, wanted)
    text = f"Please read!\n\n{github.release().body}"
    kept = github.add(TAG, draft=True, body=text, commit=wanted.commit)
    run(releases, wanted)
    assert kept.id in github.memory.releases
    assert kept.draft
    assert sum(not one.draft for one in github.memory.releases.values()) == 1


def test_the_loser_of_a_race_for_publishing_takes_its_draft_back(
    github: FakeGithub, releases: Releases, wanted: Wanted
) -> None:
    ours = complete(releases, wanted)
    winner = github.add(TAG, draft=False, body=github.release().body, commit=wanted.commit)
    found = publish(releases, wanted, lambda _: True)
    assert found.id == winner.id
    assert ours.id not in github.memory.releases


def test_a_draft_that_a_person_began_is_finished_with_their_words_above_ours(
    github: FakeGithub, releases: Releases, wanted: Wanted
) -> None:
    begun = github.add(TAG, draft=True, body="드디어 나왔습니다!\n")
    run(releases, wanted)
    assert github.release().id == begun.id
    assert begun.body.startswith("드디어 나왔습니다!\n\n<!-- releasebot ")
    assert_released(github, wanted)


def test_several_drafts_of_peoples_are_a_conflict_that_names_them(
    github: FakeGithub, releases: Releases, wanted: Wanted
) -> None:
    drafts = [github.add(TAG, draft=True, body=text) for text in ("one", "two")]
    with pytest.raises(ConflictError, match="2 drafts for v1") as caught:
        complete(releases, wanted)
    assert len(caught.value.details) == 2
    assert [one.body for one in drafts] == ["one", "two"]
    assert github.writes == []


def test_a_release_published_by_hand_is_left_as_it_is(
    github: FakeGithub, releases: Releases, wanted: Wanted
) -> None:
    github.add(TAG, body="by hand")
    run(releases, wanted)
    assert (github.release().body, github.release().assets) == ("by hand", [])
    assert github.writes == []


def test_what_people_write_around_our_notes_outlives_new_notes(
    github: FakeGithub, releases: Releases, project: Project
) -> None:
    run(releases, want(project))
    release = github.release()
    release.body = f"Hello\n\n{release.body}\n\nBye".replace("\n", "\r\n")
    run(releases, want(project, notes="- better"))
    assert release.body.startswith("Hello\n\n<!-- releasebot")
    assert release.body.endswith("<!-- /releasebot -->\n\nBye")
    assert "- better" in release.body
    assert "- first" not in release.body


def test_notes_that_a_person_improved_stay_as_they_made_them(
    github: FakeGithub, releases: Releases, project: Project
) -> None:
    run(releases, want(project))
    release = github.release()
    release.body = release.body.replace("- first", "- 첫 번째")
    before = release.body
    run(releases, want(project, notes="- newer"))
    assert release.body == before


def test_a_text_beyond_githubs_limit_is_never_sent(
    github: FakeGithub, releases: Releases, project: Project
) -> None:
    wanted = want(project, notes="가" * 300_000)
    github.add(TAG, draft=True, body="By hand.")
    run(releases, wanted)
    assert len(github.release().body) <= MOST_CHARACTERS
    assert github.release().body.startswith("By hand.")


def test_an_immutable_release_may_get_new_notes_but_no_files(
    github: FakeGithub, releases: Releases, project: Project
) -> None:
    github.memory.seals = True
    run(releases, want(project))
    assert github.release().immutable
    complete(releases, want(project, notes="- better"))
    assert "- better" in github.release().body
    other = File("openapi.json", "application/json", b"{}", fixed=True)
    with pytest.raises(ConflictError, match="immutable"):
        complete(releases, want(project, notes="- better", files=(other, NOTES)))
    spec = github.release().asset("openapi.json")
    assert spec
    assert spec.content == SPEC.content


def test_a_tag_that_an_immutable_release_used_up_asks_for_a_new_version(
    github: FakeGithub, releases: Releases, wanted: Wanted
) -> None:
    github.memory.burnt.add(TAG)
    with pytest.raises(ConflictError, match="GitHub refuses v1") as caught:
        run(releases, wanted)
    assert "raise the version" in caught.value.hint


@pytest.mark.parametrize("tags", [(), (TAG,)])
def test_nothing_is_published_unless_github_has_the_tag_at_the_commit(
    github: FakeGithub, releases: Releases, project: Project, tags: tuple[str, ...]
) -> None:
    wanted = want(project)
    git(project.remote, "tag", "-d", TAG)
    project.commit("feat: more", {"a": "1"})
    git(project.folder, "push", "-q", "origin", "main")
    for tag in tags:
        git(project.remote, "tag", tag, "main")
    complete(releases, wanted)
    with pytest.raises(ConflictError, match="on GitHub is"):
        publish(releases, wanted, lambda _: True)
    assert github.release().draft


def test_a_lightweight_tag_is_a_tag_too(
    github: FakeGithub, releases: Releases, project: Project
) -> None:
    git(project.remote, "tag", "-f", TAG, "main^{commit}")
    run(releases, want(project))
    assert_released(github, want(project))


@pytest.mark.parametrize(("prerelease", "highest"), [(True, True), (False, False)])
def test_a_prerelease_and_an_older_line_never_become_the_latest(
    github: FakeGithub, releases: Releases, project: Project, *, prerelease: bool, highest: bool
) -> None:
    wanted = want(project, prerelease=prerelease)
    complete(releases, wanted)
    publish(releases, wanted, lambda _: highest)
    assert github.memory.latest is None
    assert github.release().prerelease is prerelease


def test_a_build_that_is_out_is_not_replaced_by_another_of_its_name(
    github: FakeGithub, releases: Releases, project: Project
) -> None:
    first = File("api.tgz", "application/gzip", b"one", fixed=False)
    other = File("api.tgz", "application/gzip", b"two", fixed=False)
    complete(releases, want(project, files=(other,)))
    run(releases, want(project, files=(first,)))
    before = len(github.writes)
    complete(releases, want(project, files=(other,)))
    assert len(github.writes) == before
    there = {asset.name: asset.content for asset in github.release().assets}
    assert there["api.tgz"] == b"one"
    assert there[CHECKSUMS].decode() == f"{first.digest}  api.tgz\n"


def test_a_token_that_may_only_read_is_told_so(
    github: FakeGithub, releases: Releases, wanted: Wanted
) -> None:
    github.memory.role = "read"
    with pytest.raises(OutsideError, match="404"):
        complete(releases, wanted)


def test_a_workflow_token_without_the_permission_is_told_so(
    project: Project, naps: Naps, wanted: Wanted
) -> None:
    with fake_github(project.remote, token="ghs_" + "c" * 36) as github:
        github.memory.role, github.memory.scopes = "read", None
        with pytest.raises(GateError, match="may not create the draft") as caught:
            complete(reach(github, naps), wanted)
        assert "contents: write" in caught.value.hint


def test_hundreds_of_releases_hide_no_draft(
    github: FakeGithub, releases: Releases, wanted: Wanted
) -> None:
    draft = github.add(TAG, draft=True, body="begun")
    for number in range(250):
        github.add(f"v0.0.{number}")
    complete(releases, wanted)
    assert draft.assets


def test_a_server_that_is_no_github_is_named(project: Project, naps: Naps) -> None:
    with fake_github(project.remote) as github:
        github.faults.append(Fault(lambda _: True, 200, message="hello", times=1000))
        place = Place(REPOSITORY, "github.com", f"{github.base}/no/api")
        client = Client(place, Token("x", "GITHUB_TOKEN"), Patience(1000, sleep=naps.sleep))
        with pytest.raises(OutsideError):
            look(Releases(client), TAG)

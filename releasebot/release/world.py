"""The world that the steps of one run look at: read once, shared, never written to a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from releasebot.config.schema import Config
from releasebot.git.checkout import Checkout, line_of, named_by_server
from releasebot.git.refname import check_tag_name
from releasebot.git.remote_refs import RemoteRefs, TagRef
from releasebot.git.repository import Head, Local, Repository
from releasebot.git.root import Root
from releasebot.release.once import once
from releasebot.version.scheme import tag_name, utc_today

if TYPE_CHECKING:
    from datetime import date

    from releasebot.gates.listener import Listener
    from releasebot.git.history import History
    from releasebot.github.place import Unavailable
    from releasebot.images.fleet import Fleet
    from releasebot.openapi.load import Document
    from releasebot.pages.model import Edition, PageTree
    from releasebot.release.notices import Notices
    from releasebot.release.on_github import OnGithub
    from releasebot.release.proof import Proof
    from releasebot.release.roles.caller import Caller, Unproven
    from releasebot.release.roles.rights import Rights
    from releasebot.version.located import Located
    from releasebot.version.scheme import Scheme


ALLOWED = "API-Breaking-Allowed"
"""The trailer of a tag's message that tells why the API may break (git-interpret-trailers(1))."""


Tell = Callable[[str, int, int, str], None]
"""Called with a step's name, how many things are done, of how many, and the last one's title."""


def _nobody_listens(step: str, done: int, total: int, title: str) -> None:
    """Nobody watches the run."""


class World:
    """One run's view: the project, its configuration, and the version it is about.

    Everything is read when a step first asks for it, and once; steps may ask from several threads.
    """

    def __init__(
        self,
        *,
        root: Root,
        config: Config,
        base: Path,
        repository: Repository,
        environ: Mapping[str, str],
        line: str = "",
        cache: Path | None = None,
    ) -> None:
        self.root = root
        self.config = config
        self.base = base
        """The folder that paths in the configuration are relative to."""
        self.repository = repository
        self.environ = environ
        """The variables that the run was started with: what CI tells of it, and tokens."""
        self._line = line
        self.allow_breaking = ""
        """Why the version may promise more than the API keeps; empty where it may not."""
        self.cache = cache
        """Where answers of servers are kept, so that unchanged ones are not sent again."""
        self.places: dict[str, str] = {}
        """Where what a step found or made is, by the step's name, as far as the run has come."""
        self.tell: Tell = _nobody_listens
        """How a step says how far it is; whoever watches the run puts in what shows it."""
        self.gate_listener: Listener | None = None
        """Whoever watches the gates; as `tell`."""
        self.hide: Callable[[str], str] = str
        """What takes the secrets of the environment out of what other programs say."""
        self.skipped_gates: Mapping[str, str] = {}
        """The gates that are not to be run, each with the reason that was given."""

    @once
    def head(self) -> Head:
        """The commit to be released and the state of the work tree."""
        return self.repository.head()

    @once
    def version_place(self) -> Located:
        """The place that decides the version."""
        from releasebot.version.places import find_version  # notes of a tagged version need none

        return find_version(self.root, self.config.version, base=self.base)

    @property
    def version(self) -> str:
        """The version to be released."""
        return self.version_place.version

    @once
    def version_places(self) -> tuple[Located, ...]:
        """Every place that states the project's version, the most trusted first."""
        from releasebot.version.places import find_all

        files = self.repository.files(self.root.project)
        settings = self.config.version
        return find_all(self.root, settings, files, base=self.base, name=self.config.name)

    @once
    def name(self) -> str:
        """The project's name."""
        from releasebot.version.project_name import project_name

        return self.config.name or project_name(self.root.project)

    @once
    def tag(self) -> str:
        """The tag's name without `refs/tags/`."""
        return tag_name(self.config.tag.template, version=self.version, name=self.name)

    @property
    def today(self) -> date:
        """Today in UTC, the same on every machine."""
        return utc_today()

    def scheme(self) -> Scheme:
        """The order of this project's versions.

        Raises:
            UsageError: the version is of no known scheme, or not of the one that is set.
        """
        return self._scheme

    @once
    def _scheme(self) -> Scheme:
        from releasebot.version.scheme import bare, scheme_for

        place = self.version_place
        path = PurePath(place.path)
        return scheme_for(self.config.version, bare(place.version), path=path, today=utc_today)

    @once
    def remote(self) -> str:
        """The git remote that the tag goes to."""
        chosen = self.config.tag.remote
        return chosen or self.local.remote or self.repository.only_remote()

    @once
    def remote_refs(self) -> RemoteRefs:
        """The branches and tags of the remote when this run began: the one look at the server.

        Raises:
            OutsideError: the remote could not be asked; that is never taken for no tags.
        """
        return self.repository.remote_refs(self.remote)

    @property
    def remote_tag(self) -> TagRef | None:
        """The release's tag on the remote when this run began, None where there was none."""
        return self.remote_refs.tag(self.tag)

    @property
    def is_tagged(self) -> bool:
        """Whether the commit had its tag on the remote when this run began."""
        tag = self.remote_tag
        return tag is not None and tag.commit == self.head.commit

    @once
    def local(self) -> Local:
        """The release's tag in this repository, and the branch's remote, when this run began."""
        check_tag_name(self.tag)
        return self.repository.look_up(self.tag, self.head.branch)

    @once
    def released_earlier(self) -> TagRef | None:
        """The tag of this very version on a commit that HEAD descends from, None where none is."""
        tag = self.remote_tag
        if tag is None or tag.commit == self.head.commit:
            return None
        return tag if self.history.descends(self.head.commit, tag.commit) else None

    @once
    def history(self) -> History:
        """The past of the repository; of a shallow clone as much as is asked for is fetched."""
        from releasebot.git.history import History

        return History(self.repository, self.root.repository, lambda: self.remote)

    @once
    def checkout(self) -> Checkout:
        """The branch that is released from, as the remote calls it, or the pull request.

        A branch that is checked out counts before what a CI server says, and that before the
        branches of the remote that hold the commit.
        """
        told = named_by_server(self.environ, remote=self.remote)
        if told.pull_request:
            return told
        branch = self.head.branch
        if branch:
            follows = self.head.upstream.removeprefix(f"{self.remote}/")
            return Checkout(follows if follows != self.head.upstream else branch)
        return told if told.branch else self._checkout_by_refs()

    def _checkout_by_refs(self) -> Checkout:
        commit = self.head.commit
        holding = self.remote_refs.branches_at(commit) or self.repository.tracking(
            self.remote, commit
        )
        likely = ("main", "master")
        return Checkout(next((one for one in likely if one in holding), min(holding, default="")))

    def holds(self, branch: str, commit: str) -> bool:
        """Whether the remote's branch holds the commit; what is not here of it is fetched.

        Raises:
            OutsideError: the remote does not give its branch.
        """
        tip = self.remote_refs.branch(branch)
        if branch in self.repository.tracking(self.remote, commit):
            return True
        if not self.repository.has(tip):
            self.repository.bring(self.remote, tip)
        return self.history.descends(tip, commit)

    @property
    def line(self) -> str:
        """The line of versions that is released on, such as `1.x`; empty for the newest one."""
        return self._line or line_of(self.checkout.branch)

    def shown(self, where: str | Path) -> str:
        """A path as plans show it: relative to `base` where it lies there, so equal on any machine.

        Anything else, such as an address, stays as it is.
        """
        try:
            return Path(where).relative_to(self.base).as_posix()
        except ValueError:
            return str(where)

    @once
    def edition(self) -> Edition:
        """What is published: the version at the commit to be released."""
        from releasebot.pages.model import Edition

        commit = self.head.commit
        moment = self.repository.committed_at(commit)
        return Edition(self.version, self.tag, commit, moment)

    @once
    def has_spec(self) -> bool:
        """Whether there is an OpenAPI document to speak of, as far as can be told unread."""
        from releasebot.openapi.source import locate_spec_file

        spec = self.config.spec
        configured = spec.file or spec.url or spec.command
        return bool(configured) or locate_spec_file(spec, base=self.base) is not None

    @property
    def documented(self) -> tuple[tuple[str, str], ...]:
        """Where on the web the API is documented, as far as the run has come: name and address."""
        site = self.places.get("versions") or self.config.site.url or ""
        confluence = self.places.get("confluence", "")
        named = (("site", site if self.has_spec else ""), ("Confluence", confluence))
        return tuple((name, where) for name, where in named if where.startswith("http"))

    @once
    def notices(self) -> Notices:
        """The notices of the release."""
        from releasebot.release.notices import Notices

        return Notices(self)

    @once
    def proof(self) -> Proof:
        """What the gates have found of the commit."""
        from releasebot.release.proof import Proof

        return Proof(self)

    @once
    def on_github(self) -> OnGithub | Unavailable:
        """The release on GitHub, or why there is none to speak of."""
        from releasebot.release.on_github import on_github

        return on_github(self)

    @once
    def caller(self) -> Caller | Unproven:
        """Who runs this, as a server tells it.

        Raises:
            OutsideError: a server that has to be asked does not answer.
        """
        from releasebot.release.roles.caller import find_caller

        return find_caller(self)

    @once
    def rights(self) -> Rights | Unproven:
        """What the caller may do, or why nobody can tell.

        Raises:
            OutsideError: a server that has to be asked does not answer.
        """
        from releasebot.release.roles.caller import Unproven
        from releasebot.release.roles.rights import Rights

        return self.caller if isinstance(self.caller, Unproven) else Rights(self, self.caller)

    @once
    def document(self) -> Document:
        """The project's OpenAPI document.

        Raises:
            UsageError: there is none, it cannot be read, or it is no OpenAPI document.
            OutsideError: the command or the server that gives it failed.
        """
        from releasebot.openapi.source import obtain

        return obtain(self.config.spec, base=self.base, cache=self.cache)

    @once
    def fleet(self) -> Fleet:
        """The services that ship as images, in the environment of a release."""
        from releasebot.release.fleet import fleet_of

        return fleet_of(self)

    @once
    def pages(self) -> PageTree:
        """The pages that the spec becomes.

        Raises:
            UsageError: a template, of a code sample or of the notes, cannot be read or filled.
            GateError, OutsideError: the clone is shallow, and the remote does not give what the
                pages tell of its past.
        """
        from releasebot.pages.build import build
        from releasebot.release.api_past import history_of
        from releasebot.release.clients import own_clients

        docs = self.config.docs
        clients = own_clients(docs.samples, self.base)
        history = history_of(self)
        tree = build(self.document, docs, version=self.version, clients=clients, history=history)
        if not docs.releases:
            return tree
        from releasebot.pages.release_pages import with_releases
        from releasebot.release.story import story_of

        return with_releases(tree, story_of(self))

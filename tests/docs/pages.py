"""The pages that people read, taken apart: their headings, their blocks, the commands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
SHELL = ("console", "sh", "bash")
"""The languages of blocks whose lines a reader types."""

_COMMENT = re.compile(r"\s+# .*$")


@dataclass(frozen=True)
class Command:
    """What a reader types, and what the page shows below it: "" where it shows nothing."""

    line: int
    text: str
    shown: str

    @property
    def words(self) -> str:
        """The command without the comment behind it."""
        return _COMMENT.sub("", self.text)


@dataclass(frozen=True)
class Block:
    """A fenced block; `line` is that of its fence."""

    line: int
    language: str
    text: str

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands in order. In a `console` they stand behind `$ `, elsewhere each on a line.

        One that ends in a backslash goes on in the next line.
        """
        if self.language not in SHELL:
            return ()
        found: list[tuple[int, str, list[str]]] = []
        for number, line in enumerate(self.text.splitlines(), self.line + 1):
            if found and found[-1][1].endswith("\\"):
                found[-1] = (found[-1][0], f"{found[-1][1]}\n{line.removeprefix('> ')}", [])
            elif line.startswith("$ ") or (self.language != "console" and line.strip()):
                found.append((number, line.removeprefix("$ "), []))
            elif found:
                found[-1][2].append(line)
        return tuple(Command(line, text, "\n".join(shown)) for line, text, shown in found)


@dataclass(frozen=True)
class Page:
    """A page, named by its path from the project's folder."""

    name: str

    @cached_property
    def _tokens(self) -> list[Token]:
        return MarkdownIt().enable("table").parse((ROOT / self.name).read_text("utf-8"))

    @property
    def is_translation(self) -> bool:
        """Whether it is the Korean form of another page."""
        return self.name.startswith("docs/ko/") or self.name.endswith(".ko.md")

    @property
    def original(self) -> Page:
        """The English page; of an English one itself."""
        return Page(self.name.replace("docs/ko/", "docs/").replace(".ko.md", ".md"))

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every fenced block."""
        return tuple(
            Block((token.map or [0])[0] + 1, token.info.split(" ")[0], token.content)
            for token in self._tokens
            if token.type == "fence"
        )

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands of all blocks."""
        return tuple(command for block in self.blocks for command in block.commands)

    @property
    def headings(self) -> tuple[int, ...]:
        """The level of each heading, in order."""
        return tuple(int(token.tag[1]) for token in self._tokens if token.type == "heading_open")

    @property
    def inline(self) -> Iterator[tuple[int, str]]:
        """Every code in running text and tables, with the line that its paragraph begins at."""
        line = 0
        for token in self._tokens:
            line = token.map[0] + 1 if token.map else line
            for inner in token.children or ():
                if inner.type == "code_inline":
                    yield line, inner.content


def _pages() -> Iterator[Page]:
    files = [ROOT / "README.md", ROOT / "README.ko.md", ROOT / "CONTRIBUTING.md"]
    files += sorted((ROOT / "docs").rglob("*.md"))
    for file in files:
        name = file.relative_to(ROOT).as_posix()
        if not name.startswith(("docs/reference/", "docs/adr/")):  # generated; history
            yield Page(name)


PAGES = tuple(sorted(_pages(), key=lambda page: page.is_translation))
"""Every page that somebody wrote for readers, translations last."""

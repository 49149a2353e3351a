"""How many requests markdown-to-confluence makes for the same pages when nothing has changed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.rivals import md2conf
from releasebot.pages.model import Page, PageTree, Paragraph, Text
from tests.fakes.confluence.site import TOKEN, USER


def rival_requests(url: str, tree: PageTree, count: Callable[[], int]) -> int | None:
    """Its requests for a publication of what it has published before; None where it is not there.

    It gets a folder per page with children, as its `--keep-hierarchy` wants.
    """
    program = md2conf()
    if program is None:
        return None
    with tempfile.TemporaryDirectory() as place:
        _write(Path(place), tree.root)
        argv = (
            str(program), place, "--api-url", f"{url}/wiki/", "-u", USER, "-a", TOKEN, "-s", "DOCS",
            "-d", "example.invalid", "--keep-hierarchy", "--skip-title-heading", "-l", "error",
        )  # fmt: skip
        for _ in range(2):
            count()
            done = subprocess.run(argv, check=False, capture_output=True, text=True)
            if done.returncode:
                print("\n".join(done.stderr.splitlines()[-3:]), file=sys.stderr)
                return None
        return count()


def _write(folder: Path, page: Page) -> None:
    texts = [
        child.text
        for block in page.blocks
        if isinstance(block, Paragraph)
        for child in block.children
        if isinstance(child, Text)
    ]
    content = f"# {page.title}\n\n" + "\n\n".join(texts) + "\n"
    if page.children:
        folder.mkdir(exist_ok=True)
        (folder / "index.md").write_text(content, "utf-8")
        for child in page.children:
            _write(folder / child.slug, child)
    else:
        folder.with_suffix(".md").write_text(content, "utf-8")

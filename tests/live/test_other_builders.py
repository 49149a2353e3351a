"""The generated folder, built by the programs that teams may use instead of MkDocs.

They are looked for where `make builders` puts them; they cannot share an environment with MkDocs,
because one of them replaces it.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from releasebot.site.build import build, write_sources
from releasebot.site.generate import Order, generate
from tests.fakes.trees import EDITION, every_block, hostile, shop
from tests.unit.site.reading import read

BUILDERS = Path(__file__).parents[2] / "build" / "builders" / "bin"
COMMANDS = {
    "properdocs": ("build", "--strict", "--quiet"),
    "zensical": ("build", "--strict", "-f", "mkdocs.yml"),
}
pytestmark = [pytest.mark.live]


def article(page: Path) -> str:
    html = page.read_text("utf-8")
    return html[html.index("<article") : html.index("</article>")]


@pytest.mark.parametrize("name", COMMANDS)
def test_it_makes_the_same_pages(name: str, tmp_path: Path) -> None:
    program = BUILDERS / name
    if not program.is_file():
        pytest.skip(f"{name} is not installed: make builders")
    for number, tree in enumerate((shop(), every_block(), hostile())):
        order = Order(tree, EDITION)
        sources, ours = tmp_path / f"sources-{number}", tmp_path / f"site-{number}"
        write_sources(generate(order), sources)
        argv = (str(program), *COMMANDS[name])
        done = subprocess.run(argv, cwd=sources, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        build(order, sources=tmp_path / f"work-{number}", site=ours)
        theirs = sources / "site"
        pages = {str(path.relative_to(ours)) for path in ours.rglob("*.html")} - {"404.html"}
        assert pages <= {str(path.relative_to(theirs)) for path in theirs.rglob("*.html")}
        for page in pages:
            assert read(article(theirs / page)).text == read(article(ours / page)).text, page
            assert set(read(article(theirs / page)).ids) >= set(read(article(ours / page)).ids)

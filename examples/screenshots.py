"""The pictures of the README and the documentation: the demo's site, light and dark.

usage: python examples/screenshots.py FOLDER
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

SIZE = {"width": 1280, "height": 800}


def main(folder: Path) -> None:
    """Release the demo's project in a folder of its own, and photograph what it made."""
    with tempfile.TemporaryDirectory() as place:
        demo = (sys.executable, "-m", "releasebot", "demo", "--dir", place, "--quiet")
        subprocess.run(demo, check=True)
        site = next(Path(place).rglob("releasebot.json")).parent
        operation = max(site.glob("*.html"), key=lambda page: page.stat().st_size)
        pictures = {
            "site": ("light", operation.as_uri()),
            "site-dark": ("dark", operation.as_uri()),
        }
        shoot(folder, pictures)


def shoot(folder: Path, pictures: dict[str, tuple[str, str]]) -> None:
    """Write each picture as a PNG into the folder."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, (scheme, address) in pictures.items():
            page = browser.new_page(viewport=SIZE, color_scheme=scheme)
            page.goto(address)
            page.wait_for_timeout(500)
            page.screenshot(path=folder / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))

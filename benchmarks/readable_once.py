"""One page in a new browser: prints the milliseconds until a text can be read on it.

usage: readable_once.py CHROMIUM URL TEXT SCRIPT   where SCRIPT answers what the page asks of others
"""

from __future__ import annotations

import json
import re
import sys

from playwright.sync_api import Route, sync_playwright

WATCH = """
(() => {
  const bare = (text) => text.replace(/[\\s\\u200b]+/g, "");
  const timer = setInterval(() => {
    const shown = document.body ? bare(document.body.innerText) : "";  // nothing that is hidden
    if (shown.includes(bare(WANTED))) {
      clearInterval(timer);
      requestAnimationFrame(() => setTimeout(() => { window.readable = performance.now(); }));
    }
  }, 20);
})();
"""


def main(chromium: str, url: str, text: str, script: str) -> None:
    """Open the page and wait for the text."""

    def answer(route: Route) -> None:
        allowed = {"Access-Control-Allow-Origin": "*"}
        route.fulfill(path=script, content_type="text/javascript", headers=allowed)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(60_000)
        page.route(re.compile("^https:"), answer)
        page.add_init_script(WATCH.replace("WANTED", json.dumps(text)))
        page.goto(url, wait_until="commit")
        page.wait_for_function("window.readable")
        print(page.evaluate("window.readable"))
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

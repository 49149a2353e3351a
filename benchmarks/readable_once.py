"""One page in a new browser: prints the milliseconds until a text can be read on it.

usage: readable_once.py CHROMIUM URL TEXT SCRIPT   where SCRIPT answers what the page asks of others
"""

from __future__ import annotations

import json
import sys

from playwright.sync_api import Route, sync_playwright

WATCH = """
(() => {
  const shown = (node) => {
    const element = node.parentElement;
    return element && !element.closest("script, style") && element.checkVisibility()
      && element.getBoundingClientRect().height > 0;
  };
  const look = () => {
    const texts = document.body
      ? document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT) : null;
    let line = "";
    while (texts && texts.nextNode()) {  // a path may be parted into several elements
      const node = texts.currentNode;
      if (!shown(node)) continue;
      line = (line + node.data).slice(-400);
      if (line.includes(WANTED)) {
        requestAnimationFrame(() => setTimeout(() => { window.readable = performance.now(); }));
        return;
      }
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
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
        page.set_default_timeout(120_000)
        page.route("https://**", answer)
        page.add_init_script(WATCH.replace("WANTED", json.dumps(text)))
        page.goto(url, wait_until="commit")
        page.wait_for_function("window.readable")
        print(page.evaluate("window.readable"))
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

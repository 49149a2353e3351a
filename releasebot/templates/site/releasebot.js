/* What the theme leaves out for readers with a keyboard or a screen reader: a name for the search,
   and a way to scroll with keys what is wider than the page. */
(function () {
  "use strict";

  function name(element, words) {
    if (element && words && !element.hasAttribute("aria-label")) {
      element.setAttribute("aria-label", words);
    }
  }

  function mend() {
    const query = document.querySelector("[data-md-component=search-query]");
    const words = query && query.getAttribute("aria-label");
    name(document.querySelector("[data-md-component=search]"), words);
    name(document.getElementById("__search"), words);
    for (const region of document.querySelectorAll(
      ".md-typeset__scrollwrap, .tabbed-labels, .md-typeset pre > code",
    )) {
      if (region.scrollWidth > region.clientWidth) region.tabIndex = 0;
    }
  }

  let waiting = false;
  function soon() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      mend();
    });
  }

  mend();
  new MutationObserver(soon).observe(document.body, { childList: true, subtree: true });
  addEventListener("resize", soon);
})();

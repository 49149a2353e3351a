/* Leads on to where a page has gone, or the section of it that was asked for: the link whose id is
   the longest beginning of the fragment, else the first one. */
(function () {
  "use strict";
  const asked = location.hash.slice(1);
  let chosen = document.links[0];
  let rest = "";
  for (const link of document.links) {
    const fits = link.id && (asked === link.id || asked.startsWith(link.id + "-"));
    if (fits && (chosen === document.links[0] || link.id.length >= chosen.id.length)) {
      chosen = link;
      rest = asked.slice(link.id.length);
    }
  }
  const target = new URL(chosen.href);
  target.search = location.search;
  target.hash = target.hash ? target.hash + rest : location.hash;
  location.replace(target.href);
})();

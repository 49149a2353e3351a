/* The console shows the operation that the address names, as in console.html#GET%20/orders/{id};
   without a name it lists them all. One operation of a large document is drawn at once, where the
   whole of it would take a minute. */
(function () {
  "use strict";

  function chosen() {
    let words;
    try {
      words = decodeURIComponent(location.hash.slice(1));
    } catch {
      return null;
    }
    const space = words.indexOf(" ");
    const method = words.slice(0, space).toLowerCase();
    const path = words.slice(space + 1);
    const paths = window.releasebotSpec.paths || {};
    return Object.hasOwn(paths, path) ? { method, path, item: paths[path] } : null;
  }

  function reduced(one) {
    const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];
    const others = methods.filter((name) => name !== one.method);
    const item = Object.fromEntries(
      Object.entries(one.item).filter(([name]) => !others.includes(name)),
    );
    return { ...window.releasebotSpec, paths: { [one.path]: item }, webhooks: undefined };
  }

  function show() {
    const one = chosen();
    document.getElementById("all").hidden = !one;
    window.SwaggerUIBundle({
      domNode: document.getElementById("console"),
      spec: one ? reduced(one) : window.releasebotSpec,
      docExpansion: one ? "full" : "none",
      defaultModelsExpandDepth: -1,
      tryItOutEnabled: Boolean(one),
      validatorUrl: "none",
      oauth2RedirectUrl: new URL("assets/console/oauth2-redirect.html", location.href).href,
    });
  }

  window.addEventListener("hashchange", show);
  show();
})();

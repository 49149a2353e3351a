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
    const operation = item[one.method];
    if (operation && Array.isArray(operation.tags)) {
      item[one.method] = { ...operation, tags: operation.tags.slice(0, 1) }; // shown once, not per tag
    }
    return { ...window.releasebotSpec, paths: { [one.path]: item }, webhooks: undefined };
  }

  /* Opened from a folder, Swagger UI cannot follow references: what they lead to is put in place. */
  function followed(value, through) {
    if (Array.isArray(value)) return value.map((item) => followed(item, through));
    if (value === null || typeof value !== "object") return value;
    if (typeof value.$ref === "string" && value.$ref.startsWith("#/")) {
      if (through.length > 8 || through.includes(value.$ref)) return {};
      const keys = decodeURIComponent(value.$ref.slice(2)).split("/");
      const target = keys.reduce(
        (at, key) => at && at[key.replaceAll("~1", "/").replaceAll("~0", "~")],
        window.releasebotSpec,
      );
      return followed(target === undefined ? {} : target, [...through, value.$ref]);
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, followed(inner, through)]),
    );
  }

  function drawn(one) {
    if (!one) return window.releasebotSpec;
    const spec = reduced(one);
    return location.protocol === "file:" ? { ...spec, paths: followed(spec.paths, []) } : spec;
  }

  function show() {
    const one = chosen();
    document.getElementById("all").hidden = !one;
    window.SwaggerUIBundle({
      domNode: document.getElementById("console"),
      spec: drawn(one),
      docExpansion: one ? "full" : "none",
      defaultModelsExpandDepth: -1,
      tryItOutEnabled: Boolean(one),
      validatorUrl: "none",
      oauth2RedirectUrl: new URL("assets/console/oauth2-redirect.html", location.href).href,
    });
  }

  /* Its fields have no names of their own, and what scrolls cannot be reached with keys. */
  function named() {
    const unnamed = "#console :is(select, textarea, input):not([aria-label])";
    for (const field of document.querySelectorAll(unnamed)) {
      const words = field.dataset.variable || field.placeholder || field.id || field.name;
      field.setAttribute("aria-label", words || field.tagName.toLowerCase());
    }
    for (const code of document.querySelectorAll("#console pre, #console .table-container")) {
      if (code.scrollWidth > code.clientWidth || code.scrollHeight > code.clientHeight) code.tabIndex = 0;
    }
  }

  new MutationObserver(named).observe(document.body, { childList: true, subtree: true });
  window.addEventListener("hashchange", show);
  show();
})();

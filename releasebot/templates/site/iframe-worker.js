/* Pages that were opened from a folder (file:) may start no worker: browsers give every such file
   an origin of its own. The search's worker then runs in a hidden frame instead, which offers the
   same few calls that a worker script uses. Everywhere else the browser's own Worker stays. */
(function () {
  "use strict";
  if (location.protocol !== "file:") return;

  class IFrameWorker extends EventTarget {
    constructor(url) {
      super();
      const frame = document.createElement("iframe");
      frame.hidden = true;
      frame.title = "search";
      document.body.appendChild(frame);

      const inner = frame.contentWindow;
      const base = new URL(url, document.baseURI);
      const deliver = (target, data) =>
        setTimeout(() => target.dispatchEvent(new MessageEvent("message", { data })), 0);
      const load = (address) =>
        new Promise((resolve, reject) => {
          const script = inner.document.createElement("script");
          script.onload = resolve;
          script.onerror = reject;
          script.src = new URL(address, base).href;
          inner.document.body.appendChild(script);
        });

      inner.postMessage = (data) => deliver(this, data);
      inner.importScripts = (...addresses) =>
        addresses.reduce((before, next) => before.then(() => load(next)), Promise.resolve());
      this.ready = load(base.href);
      this.send = (data) => deliver(inner, data);
    }

    postMessage(data) {
      this.ready.then(() => this.send(data));
    }
  }

  window.IFrameWorker = IFrameWorker;
  window.Worker = IFrameWorker;
})();

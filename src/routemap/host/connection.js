// Shows a notice if no WebSocket to the server can be opened, for example behind a proxy that blocks them.
// Streamlit's page stays empty without a WebSocket. This script runs before Streamlit's scripts.
// It also announces each connection to the page, and closes the connection when the page asks for that:
// Streamlit then opens another one, which a balancer can lead to another server.
(() => {
  const PATIENCE = 10000; // ms from the first attempt; the time to load the scripts is not included
  const STREAM = /\/_stcore\/stream$/;
  const Native = window.WebSocket;
  const notice = document.getElementById("routemap-connection");
  let timer = null;
  let stream = null; // the open connection

  function paragraph(...parts) {
    const element = document.createElement("p");
    element.append(...parts);
    return element;
  }

  function code(text) {
    const element = document.createElement("code");
    element.textContent = text;
    return element;
  }

  function showNotice(path) {
    const card = document.createElement("div");
    card.append(
      paragraph("No connection to the server"),
      paragraph("This page needs a WebSocket connection to the server and could not open one. Retrying automatically."),
      paragraph("A company network, a VPN or a browser extension can block WebSockets. Try without them."),
      paragraph(
        "If you run the proxy in front of this server, allow WebSocket connections to ",
        code(path),
        ": use HTTP/1.1 and pass on the request headers ",
        code("Upgrade"),
        " and ",
        code("Connection"),
        "."
      )
    );
    notice.replaceChildren(card);
  }

  function opened({ target }) {
    stream = target;
    clearTimeout(timer);
    notice.replaceChildren();
    window.dispatchEvent(new Event("routemap:connected"));
  }

  window.WebSocket = class extends Native {
    constructor(url, protocols) {
      super(url, protocols);
      const { pathname } = new URL(url, document.baseURI);
      if (!STREAM.test(pathname)) return;
      timer = timer ?? setTimeout(() => showNotice(pathname), PATIENCE);
      this.addEventListener("open", opened);
    }
  };
  window.addEventListener("routemap:reconnect", () => stream?.close());
})();

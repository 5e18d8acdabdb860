// Says what is missing where no WebSocket to the server can be opened, as behind a proxy that lets none
// through: Streamlit sends everything by one, and its page stays empty without. Runs before Streamlit's.
(() => {
  const PATIENCE = 10000; // ms from the first attempt, so that slow scripts do not count
  const STREAM = /\/_stcore\/stream$/;
  const Native = window.WebSocket;
  const notice = document.getElementById("routemap-connection");
  let timer = null;

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

  function tell(path) {
    const card = document.createElement("div");
    card.append(
      paragraph("No connection to the server"),
      paragraph("This page needs a WebSocket connection to the server, and none could be opened. It keeps trying."),
      paragraph("A company network, a VPN or a browser extension can block WebSockets. Try without them."),
      paragraph(
        "If you run the proxy in front of this server, let it pass on WebSocket connections to ",
        code(path),
        ": over HTTP/1.1, with the request headers ",
        code("Upgrade"),
        " and ",
        code("Connection"),
        "."
      )
    );
    notice.replaceChildren(card);
  }

  function opened() {
    clearTimeout(timer);
    notice.replaceChildren();
    window.WebSocket = Native;
  }

  window.WebSocket = class extends Native {
    constructor(url, protocols) {
      super(url, protocols);
      const { pathname } = new URL(url, document.baseURI);
      if (!STREAM.test(pathname)) return;
      timer = timer ?? setTimeout(() => tell(pathname), PATIENCE);
      this.addEventListener("open", opened);
    }
  };
})();

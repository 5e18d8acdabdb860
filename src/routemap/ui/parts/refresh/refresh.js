// Asks the server now and then what it shows, and has the page drawn anew where that is something else.
// A page asks by itself, without a run of its script: hundreds of open pages cost the server next to nothing.
const EVERY = 2000; // ms
const AGAIN = 5000; // ms after which a page that was not drawn anew is asked for once more
const PATIENCE = 8000; // ms for an answer
const AWAY = 3; // answers in a row that failed
const CONNECTED = "CONNECTED"; // as Streamlit's own page says it

// The dashboard's own address, below which its routes are: that of the page without the page's name.
function rootOf(page) {
  const path = document.location.pathname.replace(/\/+$/, "");
  return page && path.endsWith(`/${page}`) ? path.slice(0, -page.length - 1) : path;
}

export default function ({ data, setTriggerValue, parentElement }) {
  const status = parentElement.querySelector("[role=status]");
  parentElement.querySelector(".data").textContent = data.text;
  let timer = null;
  let told = -Infinity;
  let failed = 0;
  let owed = 0; // runs to ask for because the server was away: a new one knows nothing of the page
  let ended = false;

  // A page without a connection cannot ask for a run: what it asks for would be lost.
  const connected = () => (document.querySelector(".stApp")?.dataset.testConnectionState ?? CONNECTED) === CONNECTED;

  async function check() {
    clearTimeout(timer);
    try {
      const answer = await fetch(`${rootOf(data.page)}/data/current.json`, {
        cache: "no-store",
        signal: AbortSignal.timeout(PATIENCE),
      });
      // where a sign-in has ended, another run shows how to sign in again
      const mark = answer.status === 401 ? "signed out" : (await answer.json()).mark;
      if (failed) owed = 2;
      failed = 0;
      const due = performance.now() - told > AGAIN && connected();
      if (!ended && mark && due && (owed || mark !== data.mark)) {
        told = performance.now();
        owed = Math.max(0, owed - 1);
        setTriggerValue("stale", mark);
      }
    } catch {
      failed += 1; // the server is away, perhaps started anew: the next answer tells
    }
    if (ended) return;
    status.textContent = failed < AWAY ? "" : "The server does not answer. This page goes on asking.";
    clearTimeout(timer);
    timer = setTimeout(check, failed || owed ? EVERY / 2 : EVERY);
  }

  // Called again with other data, in the same place: the asking of before ends.
  parentElement.routemapEnd?.();
  const end = () => {
    ended = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
    window.removeEventListener("routemap:stale", check);
  };
  const look = () => document.visibilityState === "visible" && check();
  parentElement.routemapEnd = end;
  document.addEventListener("visibilitychange", look); // timers of hidden pages are slow
  window.addEventListener("routemap:stale", check); // the map was told that its data is gone
  timer = setTimeout(check, EVERY);
  return end;
}

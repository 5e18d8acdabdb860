// Polls the server for its data revision, and reruns the page if it has changed.
// Polling needs no run of the page's script, so hundreds of open pages cost the server almost nothing.
const EVERY = 2000; // ms
const AGAIN = 5000; // ms after which a rerun is requested again if the page has not changed
const PATIENCE = 8000; // ms to wait for an answer
const AWAY = 3; // failed requests in a row before the page says so
const CONNECTED = "CONNECTED"; // the value of Streamlit's own attribute

const ENDED = "Your sign-in has ended. Leave the field to see what is not saved.";

// Whether the reader has typed something that Streamlit has not sent yet: then it shows how to send it.
function isTyping() {
  const field = document.activeElement?.closest(".stTextInput, .stTextArea");
  return Boolean(field?.querySelector("[data-testid=InputInstructions]")?.textContent);
}

// The path of the dashboard, below which its routes are: the path of the page without the page's name.
function rootOf(page) {
  const path = document.location.pathname.replace(/\/+$/, "");
  return page && path.endsWith(`/${page}`) ? path.slice(0, -page.length - 1) : path;
}

export default function ({ data, setTriggerValue, parentElement }) {
  const status = parentElement.querySelector("[role=status]");
  parentElement.querySelector(".data").textContent = data.text;
  let timer = null;
  let requested = -Infinity;
  let failed = 0;
  let owed = 0; // reruns still needed after a lost connection, because a new server does not know the page
  let ended = false;
  let typing = false; // in a session that has ended

  // A page without a connection cannot request a rerun: the request would be lost.
  const connected = () => (document.querySelector(".stApp")?.dataset.testConnectionState ?? CONNECTED) === CONNECTED;

  async function check() {
    clearTimeout(timer);
    try {
      const answer = await fetch(`${rootOf(data.page)}/data/current.json`, {
        cache: "no-store",
        signal: AbortSignal.timeout(PATIENCE),
      });
      // if the sign-in has ended, a rerun shows how to sign in again
      const mark = answer.status === 401 ? "signed out" : (await answer.json()).mark;
      if (failed) owed = 2;
      failed = 0;
      const due = performance.now() - requested > AGAIN && connected();
      typing = answer.status === 401 && isTyping();
      if (!ended && mark && due && !typing && (owed || mark !== data.mark)) {
        requested = performance.now();
        owed = Math.max(0, owed - 1);
        setTriggerValue("stale", mark);
      }
    } catch {
      failed += 1; // no connection, perhaps because of a restart; the next answer will show
    }
    if (ended) return;
    status.textContent = typing ? ENDED : failed < AWAY ? "" : "No connection to the server. Retrying.";
    clearTimeout(timer);
    timer = setTimeout(check, failed || owed ? EVERY / 2 : EVERY);
  }

  // Called again with other data for the same element: stop the previous polling.
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
  window.addEventListener("routemap:stale", check); // sent by the map if its data is no longer available
  timer = setTimeout(check, EVERY);
  return end;
}

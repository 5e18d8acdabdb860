// Polls the server for its data revision, its process and its version. It reruns the page if one of the first
// two has changed, and reloads it for another version.
// Polling needs no run of the page's script, so hundreds of open pages cost the server almost nothing.
const EVERY = 2000; // ms
const SOON = 500; // ms, while the page is not connected yet
const AGAIN = 5000; // ms after which a rerun is requested again if the page has not changed
const PATIENCE = 8000; // ms to wait for an answer
const AWAY = 3; // failed requests in a row before the page says so
// sent by the map if its data is no longer available, and by connection.js if there is a new connection
const EVENTS = ["routemap:stale", "routemap:connected"];
const IDLE = "notRunning"; // values of Streamlit's own attributes
const CONNECTED = "CONNECTED";
const app = () => document.querySelector(".stApp")?.dataset ?? {};

const ENDED = "Your sign-in has ended. Leave the field to see what is not saved.";

// Whether the reader has typed something that Streamlit has not sent yet: then it shows how to send it.
function isTyping() {
  const field = document.activeElement?.closest(".stTextInput, .stTextArea");
  return Boolean(field?.querySelector("[data-testid=InputInstructions]")?.textContent);
}

// Fields of forms, whose text a new page would not have. What is in the sidebar is in the address, too.
const FIELDS = ".stTextInput input, .stNumberInput input, .stTextArea textarea";
const TEXT = "textarea, input:not([type=checkbox], [type=radio], [type=button])";

// The field that has the focus, also in a component.
function focused() {
  let found = document.activeElement;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found;
}

// Whether a reload would lose what somebody has typed.
function hasText() {
  const fields = [...document.querySelectorAll(`[data-testid=stMain] :is(${FIELDS})`)];
  if (focused()?.matches(TEXT)) fields.push(focused());
  return fields.some(field => field.value);
}

const VERSION = document.querySelector("meta[name=routemap-version]")?.content;
const RELOADED = "routemap-versions"; // in the storage of the tab: the versions for which it was reloaded

// Reload the page for a version of the server, but only once for each: a balancer can go on answering with the
// page of another version. Returns whether the page is about to go.
function reloadFor(version) {
  if (hasText()) return false;
  try {
    const versions = JSON.parse(sessionStorage.getItem(RELOADED) ?? "[]");
    if (versions.includes(version)) return false;
    sessionStorage.setItem(RELOADED, JSON.stringify([...versions, version]));
  } catch {
    // without storage, as in some frames of other sites, a page that was reloaded stays as it is
    if (performance.getEntriesByType("navigation")[0]?.type === "reload") return false;
  }
  document.location.reload();
  return true;
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
  let stale = false;
  let ended = false;
  let typing = false; // in a session that has ended

  // A page without a connection cannot request a rerun: the request would be lost.
  const connected = () => (app().testConnectionState ?? CONNECTED) === CONNECTED;
  const idle = () => app().testScriptState === IDLE;

  async function check() {
    clearTimeout(timer);
    try {
      const answer = await fetch(`${rootOf(data.page)}/data/current.json`, {
        cache: "no-store",
        signal: AbortSignal.timeout(PATIENCE),
      });
      // if the sign-in has ended, a rerun shows how to sign in again
      const now = answer.status === 401 ? { mark: "signed out", process: data.process } : await answer.json();
      failed = 0;
      if (ended) return;
      if (now.version && VERSION && now.version !== VERSION && reloadFor(now.version)) return end();
      // another process does not know the page yet, and has none of its files
      const moved = Boolean(now.process) && now.process !== data.process;
      typing = answer.status === 401 && isTyping();
      stale = Boolean(now.mark) && (moved || now.mark !== data.mark);
      if (stale && !typing && connected() && performance.now() - requested > AGAIN) {
        if (moved && requested > 0 && idle()) {
          // a run has not helped: the connection leads to another process than the requests
          requested = -Infinity;
          window.dispatchEvent(new Event("routemap:reconnect"));
        } else {
          requested = performance.now();
          setTriggerValue("stale", now.mark);
        }
      }
    } catch {
      failed += 1; // no connection, perhaps because of a restart; the next answer will show
    }
    if (ended) return;
    status.textContent = typing ? ENDED : failed < AWAY ? "" : "No connection to the server. Retrying.";
    clearTimeout(timer);
    timer = setTimeout(check, stale && !connected() ? SOON : failed ? EVERY / 2 : EVERY);
  }

  // Called again with other data for the same element: stop the previous polling.
  parentElement.routemapEnd?.();
  const end = () => {
    ended = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
    for (const name of EVENTS) window.removeEventListener(name, check);
  };
  const look = () => document.visibilityState === "visible" && check();
  parentElement.routemapEnd = end;
  document.addEventListener("visibilitychange", look); // timers of hidden pages are slow
  for (const name of EVENTS) window.addEventListener(name, check);
  timer = setTimeout(check, EVERY);
  return end;
}

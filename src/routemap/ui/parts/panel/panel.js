// The edge of the panel. The size is a style of the page's root element, because Streamlit renders the
// elements between them again, and it is kept in the browser's storage.
const root = document.documentElement;
const DESK = window.matchMedia("(min-width: 1100px)");
const NARROWEST = 320; // px
const WIDEST = 0.6; // of the space for map and panel
const STEP = 32; // px for a press of an arrow key
const TAP = 6; // px that a finger may move in a tap
const STOPS = ["peek", "half", "full"]; // heights of the sheet, defined in desk.css
const KEPT = "routemap.panel";

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) || {};
  } catch {
    return {};
  }
}

function keep(changes) {
  try {
    localStorage.setItem(KEPT, JSON.stringify({ ...kept(), ...changes }));
  } catch {
    // a browser without storage forgets the size when the page is closed
  }
}

const body = () => document.querySelector(".st-key-desk-body");
const panel = () => document.querySelector(".st-key-desk-panel");
const limits = () => [NARROWEST, Math.max(NARROWEST, Math.round((body()?.clientWidth || 0) * WIDEST))];

function setWidth(pixels) {
  const [least, most] = limits();
  const width = Math.round(Math.min(most, Math.max(least, pixels)));
  root.style.setProperty("--rm-panel", `${width}px`);
  return width;
}

function setFolded(folded) {
  root.toggleAttribute("data-rm-folded", folded);
}

function setSheet(stop) {
  root.dataset.rmSheet = stop;
  root.style.removeProperty("--rm-sheet");
}

export default function ({ data, parentElement }) {
  const edge = parentElement.querySelector(".edge");
  const [grip, fold] = [".grip", ".fold"].map((part) => edge.querySelector(part));

  function show() {
    const desk = DESK.matches;
    const folded = root.hasAttribute("data-rm-folded");
    const stop = root.dataset.rmSheet || STOPS[0];
    const open = desk ? !folded : stop !== STOPS[0];
    edge.classList.toggle("folded", desk && folded);
    edge.classList.toggle("raised", !desk && open);
    fold.setAttribute("aria-expanded", String(open));
    fold.setAttribute("aria-label", open ? "Hide the panel" : "Show the panel");
    fold.title = fold.getAttribute("aria-label");
    grip.setAttribute("aria-orientation", desk ? "vertical" : "horizontal");
    const [least, most] = desk ? limits() : [0, STOPS.length - 1];
    grip.setAttribute("aria-valuemin", least);
    grip.setAttribute("aria-valuemax", most);
    grip.setAttribute("aria-valuenow", desk ? panel()?.clientWidth || least : STOPS.indexOf(stop));
    if (desk) grip.removeAttribute("aria-valuetext");
    else grip.setAttribute("aria-valuetext", { peek: "closed", half: "half open", full: "open" }[stop]);
  }

  function sheet(stop) {
    setSheet(stop);
    show();
  }

  fold.onclick = () => {
    if (DESK.matches) {
      setFolded(!root.hasAttribute("data-rm-folded"));
      keep({ folded: root.hasAttribute("data-rm-folded") });
      show();
    } else sheet((root.dataset.rmSheet || STOPS[0]) === STOPS[0] ? "half" : STOPS[0]);
  };

  grip.onkeydown = (event) => {
    const desk = DESK.matches;
    const step = { ArrowLeft: 1, ArrowRight: -1, ArrowUp: 1, ArrowDown: -1 }[event.key];
    const end = { Home: 0, End: 1 }[event.key];
    if (event.key === "Enter") fold.click();
    else if (step === undefined && end === undefined) return;
    else if (desk) {
      const [least, most] = limits();
      const width = step ? (panel()?.clientWidth || least) + step * STEP : [least, most][end];
      keep({ width: setWidth(width) });
    } else {
      const at = STOPS.indexOf(root.dataset.rmSheet || STOPS[0]);
      sheet(STOPS[step ? Math.min(STOPS.length - 1, Math.max(0, at + step)) : end * (STOPS.length - 1)]);
    }
    event.preventDefault();
    show();
  };

  grip.onpointerdown = (event) => {
    if (event.button) return;
    grip.setPointerCapture(event.pointerId);
    const box = body().getBoundingClientRect();
    const from = DESK.matches ? event.clientX : event.clientY;
    const height = panel().getBoundingClientRect().height;
    let moved = 0;
    root.toggleAttribute("data-rm-dragging", true);
    grip.onpointermove = (move) => {
      moved = DESK.matches ? move.clientX - from : move.clientY - from;
      if (DESK.matches) setWidth(box.right - move.clientX);
      else root.style.setProperty("--rm-sheet", `${Math.min(box.height, Math.max(0, height - moved))}px`);
    };
    grip.onpointerup = grip.onpointercancel = () => {
      grip.onpointermove = grip.onpointerup = grip.onpointercancel = null;
      root.removeAttribute("data-rm-dragging");
      if (DESK.matches) keep({ width: panel().clientWidth });
      else if (Math.abs(moved) < TAP) fold.click();
      else {
        const share = (height - moved) / box.height;
        sheet(share > 0.72 ? "full" : share > 0.28 ? "half" : STOPS[0]);
      }
      show();
    };
  };

  // a tab of the closed sheet opens it
  const raise = (event) => {
    if (DESK.matches || (root.dataset.rmSheet || STOPS[0]) !== STOPS[0]) return;
    if (event.target.closest?.('.st-key-desk-panel [role="tab"]')) sheet("half");
  };
  // so does the keyboard, which also closes it on its way to the timeline behind it
  const follow = (event) => {
    if (DESK.matches || !event.composedPath()[0].matches(":focus-visible")) return;
    const open = (root.dataset.rmSheet || STOPS[0]) !== STOPS[0];
    if (!open && event.target.closest('.st-key-desk-panel [role="tabpanel"]')) sheet("half");
    if (open && event.target.closest(".st-key-desk-timeline")) sheet(STOPS[0]);
  };
  // Called again with other data for the same element: stop listening for the previous one.
  parentElement.routemapEnd?.();
  document.addEventListener("click", raise, true);
  document.addEventListener("focusin", follow);
  DESK.addEventListener("change", show);

  const { width, folded } = kept();
  if (width && DESK.matches) setWidth(width);
  setFolded(Boolean(folded));
  // a link to a place, a route, a claim or a ship opens its words
  if (parentElement.routemapAbout === undefined && data.about && !DESK.matches && !root.dataset.rmSheet) setSheet("half");
  // Streamlit keeps the element of the panel, and with it how far it was scrolled
  if (parentElement.routemapAbout !== undefined && parentElement.routemapAbout !== data.about) {
    const shown = document.querySelector('.st-key-desk-panel [role="tabpanel"]:not([hidden]):not([inert])');
    shown?.scrollTo({ top: 0 });
  }
  parentElement.routemapAbout = data.about;
  document.querySelector('.st-key-desk-tab [role="tablist"]')?.setAttribute("aria-label", "Panel");
  show();
  const end = () => {
    document.removeEventListener("click", raise, true);
    document.removeEventListener("focusin", follow);
    DESK.removeEventListener("change", show);
  };
  parentElement.routemapEnd = end;
  return end;
}

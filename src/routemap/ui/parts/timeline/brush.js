// Pointer and keyboard in the plot. A drag marks days, a click opens the mark at its place, and a click
// elsewhere clears the days. Dragging an end of the marked days moves it.
import { nearest } from "./marks.js";

const STILL = 4; // px that a click may move
const REACH = { mouse: 7, pen: 10, touch: 14 }; // px

// `host` has the plot's state: `at` (scale), `marks`, `days` (marked, or null), and what to do.
export function brush(svg, host) {
  let start = null; // where the pointer went down, and the day that the other end stays at
  let active = null; // the mark whose words are shown

  const point = (event) => {
    const box = svg.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const reach = (event) => REACH[event.pointerType] || REACH.mouse;
  const below = (event) => nearest(host.marks, ...point(event), reach(event));

  function end(x, event) {
    if (!host.days) return null;
    return host.days.findIndex((day, n) => Math.abs(host.at.x(day + n) - x) <= reach(event) * 0.7);
  }

  function show(mark) {
    if (mark === active) return;
    active?.target.classList.remove("active");
    active = mark;
    active?.target.classList.add("active");
    host.tell(mark);
  }

  svg.onpointerdown = (event) => {
    if (event.button) return;
    const [x] = point(event);
    const own = below(event) ? -1 : (end(x, event) ?? -1);
    start = { x, id: event.pointerId, day: own < 0 ? host.at.day(x) : host.days[1 - own], drags: false };
  };
  svg.onpointermove = (event) => {
    const [x] = point(event);
    if (!start) {
      const mark = below(event);
      svg.classList.toggle("resizes", !mark && (end(x, event) ?? -1) >= 0);
      svg.classList.toggle("opens", Boolean(mark?.open));
      return show(mark);
    }
    if (!start.drags && Math.abs(x - start.x) < STILL) return;
    if (!start.drags) {
      start.drags = true;
      svg.setPointerCapture(start.id);
      show(null);
    }
    host.preview([start.day, host.at.day(x)].sort((one, other) => one - other));
  };
  svg.onpointerup = (event) => {
    if (!start) return;
    const { drags } = start;
    const days = drags ? [start.day, host.at.day(point(event)[0])] : null;
    start = null;
    if (days) return host.set(...days.sort((one, other) => one - other));
    const mark = below(event);
    if (mark?.open) host.open(mark);
    else if (host.days) host.clear();
  };
  // a finger that scrolls the page
  svg.onpointercancel = () => {
    start = null;
    host.preview(null);
  };
  svg.onpointerleave = () => {
    if (!start) show(null);
  };

  svg.addEventListener("focusin", (event) => {
    show(host.marks.find((mark) => mark.target === event.target) || null);
  });
  svg.addEventListener("focusout", () => show(null));
  svg.onkeydown = (event) => {
    const own = host.marks.filter((mark) => mark.open);
    const at = own.findIndex((mark) => mark.target === event.target);
    if (at < 0) return;
    const step = { ArrowLeft: at - 1, ArrowUp: at - 1, ArrowRight: at + 1, ArrowDown: at + 1, Home: 0, End: own.length - 1 };
    const next = own[step[event.key]];
    if (event.key in step) {
      event.preventDefault();
      if (next) host.focus(next);
    } else if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      host.open(own[at]);
    } else if (event.key === "Escape") show(null);
  };
}

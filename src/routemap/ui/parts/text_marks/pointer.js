// Mouse, pen and fingers: a click selects a sentence or chooses a mark, a drag selects words.
import { selectedPassage } from "./selection.js";

const PAUSE = 120; // ms without a change of the selection, which fingers drag by its ends

export function pointer(page) {
  const { text, act, tip } = page;
  const { signal } = page.listens;
  let isDown = false; // whether a button is held on the page, or the button of the text is pressed
  let timer = null;

  function look() {
    if (isDown || !page.runs) return;
    const passage = selectedPassage(page.runs, text);
    if (passage) page.select({ ...passage, native: true });
    else if (page.passage?.native) page.select(null);
  }

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  };
  const down = () => (isDown = true);
  const up = () => {
    isDown = false;
    later();
  };
  document.addEventListener("selectionchange", later, { signal });
  document.addEventListener("pointerdown", down, { signal });
  for (const type of ["pointerup", "pointercancel"]) document.addEventListener(type, up, { signal });

  text.onclick = ({ target }) => {
    const passage = selectedPassage(page.runs, text);
    if (passage) {
      page.select({ ...passage, native: true });
      return;
    }
    const run = page.runs.runOf(target);
    const marks = target.mark ? [target.mark] : run ? page.marksIn(run) : [];
    const at = page.runs.sentences.findIndex(({ node }) => node.contains(target));
    if (at >= 0 && at !== page.at) page.go(at);
    tell(target); // fingers do not point first
    if (marks.length) page.choose(marks);
    else page.select(at < 0 || page.passage?.start === page.sentence.start ? null : page.sentence);
  };

  // a press of the button keeps the selection and the focus
  act.onmousedown = (event) => event.preventDefault();
  act.onclick = () => {
    isDown = false;
    if (page.passage) page.mark();
  };

  function tell(target) {
    const run = target.mark ? { ...target.mark, found: [] } : page.runs.runOf(target);
    const lines = run ? page.lines(run) : [];
    if (lines.length) tip.show(lines, target);
    else tip.hide();
  }

  // not when something comes to be below a mouse at rest, as while the keyboard is used
  let under = null;
  text.onpointermove = ({ target, pointerType }) => {
    if (pointerType !== "mouse" || isDown || target === under) return;
    under = target;
    tell(target);
  };
  text.onpointerleave = () => {
    under = null;
    tip.hide();
  };
}

// The keys of the text: one Tab stop, arrows between sentences.
const STEPS = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

export function keyboard(page) {
  let anchor = null; // the sentence at which a selection began

  function move(step, extend) {
    const from = page.at;
    if (extend && (anchor === null || !page.passage)) anchor = from;
    page.clear();
    page.go(from + step);
    if (!extend) return;
    const { sentences } = page.runs;
    const [first, last] = [anchor, page.at].sort((one, other) => one - other);
    page.select({ start: sentences[first].start, end: sentences[last].end });
  }

  const does = {
    Home: (event) => move(-Infinity, event.shiftKey),
    End: (event) => move(Infinity, event.shiftKey),
    Enter: () => page.mark(),
    " ": () => {
      const marks = page.marksIn(page.sentence);
      if (marks.length) page.choose(marks);
    },
    Escape: () => page.clear(),
  };

  page.text.onkeydown = (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const step = STEPS[event.key];
    // the key, not the letter, because Korean and Russian keyboards have another one on it
    const act = step ? () => move(step, event.shiftKey) : event.code === "KeyM" ? does.Enter : does[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    if (step || !event.repeat) act(event);
  };
  page.act.onkeydown = (event) => {
    if (event.key === "Escape") {
      page.clear();
      page.go(page.at);
    }
  };
  // a click and a screen reader move the focus, too
  page.text.addEventListener("focusin", ({ target }) => {
    const at = page.runs.sentences.findIndex(({ node }) => node === target);
    if (at < 0) return;
    if (at !== page.at) page.go(at);
    if (target.matches(":focus-visible")) page.tip.show(page.lines(page.sentence), target);
  });
  page.text.addEventListener("focusout", () => page.tip.hide());
}

// What the reader has selected on the page, as far as it is in the text.

// The selection with its ends in the shadow tree, `null` if there is none. Not every browser can say so.
function ends(root) {
  const selection = document.getSelection();
  if (selection.getComposedRanges) {
    const [range] = selection.getComposedRanges({ shadowRoots: [root] });
    return range;
  }
  const inside = root.getSelection?.() ?? selection;
  return inside.rangeCount ? inside.getRangeAt(0) : null;
}

// The selected passage in code points, `null` if nothing of the text is selected.
export function selectedPassage(runs, box) {
  const root = box.getRootNode();
  const range = ends(root);
  if (!range || (range.startContainer === range.endContainer && range.startOffset === range.endOffset)) return null;
  const [fromHere, toHere] = [box.contains(range.startContainer), box.contains(range.endContainer)];
  if (!fromHere && !toHere) return null;
  const start = fromHere ? runs.point(range.startContainer, range.startOffset, false) : 0;
  const end = toHere ? runs.point(range.endContainer, range.endOffset, true) : runs.all.at(-1).end;
  return start < end ? runs.passage(start, end) : null;
}

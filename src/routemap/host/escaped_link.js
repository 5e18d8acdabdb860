// Opens the view that a link means if “&” is written in it as “&#38;” or “&#038;”, as in the source of a web page.
// Browsers take what follows “#” for a place in the page and do not send it, so only the page can read those filters.
(() => {
  const AMPERSAND = /&?#(?:0*38|x0*26);/gi;
  const meant = new URL(window.location.href);
  if (meant.hash.search(AMPERSAND) !== 0) return;
  const query = meant.search + meant.hash.replace(AMPERSAND, "&");
  meant.hash = "";
  meant.search = query.replace(/^[?&]+/, "").replace(/&+/g, "&");
  window.location.replace(meant);
})();

// The tooltip of a feature, and its popup with excerpts that are fetched on demand.
// Text of articles is untrusted and is added to the page only as text nodes.

import { constants } from "./constants.js";
import { el } from "./dom.js";
import { makePager, replaceContent } from "./pager.js";
import { makeBadge, statusRow, styleRow } from "./palette.js";
import { hiddenSide } from "./states.js";

/** @import { Entry, MapContext, MapWithContext } from "./types.js" */

/**
 * @param {MapContext} context
 * @param {Entry} entry
 */
export function describe(context, entry) {
  const properties = entry.feature.properties;
  const status = entry.status ? statusRow(context, entry.status) : null;
  const table = properties.type === "place" ? "place" : "route";
  const kind = styleRow(context, table, properties.kind).label;
  const facts = [kind, properties.label];
  if (properties.geometry_basis === "schematic") facts.push("path not reported");
  if (properties.observed) facts.push(properties.observed);
  if (entry.pending) facts.push(entry.pending.label.toLowerCase());
  return { name: properties.name || "", kind, facts: facts.filter(Boolean).join(" · "), status };
}

function statusLine(context, entry, row) {
  const line = el("div", "rm-status-line", makeBadge(row, "status"), el("span", "", row.label));
  if (entry.hides) line.append(el("span", "rm-caution", hiddenSide(entry.hides)));
  return line;
}

/** @param {MapWithContext} map */
export function addTooltip(map) {
  const context = map.routemap;
  const tip = L.tooltip({ direction: "top", opacity: 1, className: "rm-tip" });
  context.tip = (content, latlng, aside) => {
    tip.options.offset = L.point(0, -12).add(aside || [0, 0]);
    tip.setContent(content).setLatLng(latlng).addTo(map);
  };
  const show = (entry, latlng) => {
    const { name, facts, status } = describe(context, entry);
    if (!status) return;
    const local = entry.feature.properties.local_names || [];
    context.tip(
      el(
        "div",
        "",
        el("strong", "", name),
        local.length ? el("span", "rm-local", local.join(" · ")) : null,
        el("span", "rm-facts", facts),
        statusLine(context, entry, status)
      ),
      latlng || entry.marker.getLatLng(),
      latlng ? null : entry.aside
    );
  };
  const at = (entry, event) => (entry.line || event.layer === entry.area ? event.latlng : null);
  context.group.on("mouseover", (event) => show(event.layer.entry, at(event.layer.entry, event)));
  context.group.on("mousemove", (event) => {
    const latlng = at(event.layer.entry, event);
    if (latlng && map.hasLayer(tip)) tip.setLatLng(latlng);
  });
  context.group.on("mouseout click", () => tip.remove());
  context.showTip = show;
  context.hideTip = () => tip.remove();
}

function allegationLine(context, claim) {
  const to = context.allegationLink(claim.allegation_id);
  const name = el(to ? "a" : "span", "", claim.allegation);
  if (to) Object.assign(name, to, { rel: "noopener noreferrer" });
  return el("div", "rm-allegation", "Allegation: ", name);
}

const isWeb = (url) => /^https?:\/\//i.test(url || "");

function webLink(url, words) {
  const link = el("a", "", words || url);
  return Object.assign(link, { href: url, target: "_blank", rel: "noopener noreferrer" });
}

// A link to report an error leads to a mail address or an issue tracker, as the server wrote it.
const isContact = (url) => isWeb(url) || /^mailto:/i.test(url || "");

// The citation, in which the original title of a translated one has its language.
function citedWords({ citation, article }) {
  const title = article.original_title;
  const at = title ? citation.indexOf(title) : -1;
  if (at < 0) return [citation];
  const original = el("span", "", title);
  original.lang = article.language;
  return [citation.slice(0, at), original, citation.slice(at + title.length)];
}

// The article of a claim: its citation, archived copy, retraction and correction.
function articleLines(claim) {
  const { article } = claim;
  const line = el("div", "rm-citation");
  const link = isWeb(claim.url) ? webLink(claim.url, claim.citation) : null;
  const words = citedWords({ ...claim, citation: claim.citation || claim.url || "" });
  if (link) link.replaceChildren(...words);
  line.append(...(link ? [link] : words));
  if (isWeb(article.archived_url)) line.append(" · ", webLink(article.archived_url, "Archived copy"));
  if (!article.corrected) return [line];
  const correction = isWeb(article.corrected_url) ? webLink(article.corrected_url, article.corrected) : article.corrected;
  return [line, el("div", "rm-citation", "Corrected by ", correction)];
}

function claimItem(context, claim) {
  const stance = styleRow(context, "stance", claim.stance);
  const badge = el("span", "rm-stance", makeBadge(stance, "stance"), claim.stance_label || stance.label);
  const who = el("div", "rm-who", el("strong", "", claim.source || ""), " ", badge);
  if (claim.date) who.append(el("span", "rm-date", claim.date));
  const { retracted } = claim.article;
  const item = el("li", retracted ? "rm-claim rm-claim-withdrawn" : "rm-claim", who);
  if (retracted) item.append(el("div", "rm-kept", `Withdrawn: ${retracted.charAt(0).toLowerCase()}${retracted.slice(1)}. It counts for neither side.`));
  if (claim.kept) item.append(el("div", "rm-kept", constants.keptDenial));
  if (claim.relayed) item.append(el("div", "rm-relayed", `Relayed by ${claim.relayed}`));
  if (claim.original) {
    const words = el("blockquote", "", claim.original);
    words.lang = claim.original_language;
    item.append(words);
  }
  if (claim.quotation) {
    item.append(el("blockquote", "", claim.excerpt));
  } else {
    item.append(el("p", "rm-paraphrase", el("span", "rm-tag", "Paraphrase"), " ", claim.excerpt));
  }
  const facts = (claim.facts || []).map(([label, text]) => `${label}: ${text}`);
  if (facts.length) item.append(el("div", "rm-relayed", facts.join(" · ")));
  if (claim.allegation) item.append(allegationLine(context, claim));
  item.append(...articleLines(claim));
  if (claim.note) item.append(el("div", "rm-note", `Note: ${claim.note}`));
  if (isContact(claim.report)) item.append(el("div", "rm-citation", webLink(claim.report, "Report an error")));
  return item;
}

// What the page beside the map does not repeat: which feature this is, and how many claims there are.
function fillCard(map, open, { counts }) {
  const { entry, body } = open;
  const { name, kind, status } = describe(map.routemap, entry);
  body.replaceChildren(
    el("h3", "", name),
    el("div", "rm-facts", kind),
    statusLine(map.routemap, entry, status),
    el("div", "rm-facts rm-card-counts", counts || "\u00a0")
  );
}

const PAGE = 5; // claims, as the server sends them

function fill(map, open, evidence) {
  const context = map.routemap;
  const { entry } = open;
  const row = context.style.status.find((status) => status.key === evidence.status);
  const go = (start) => {
    open.start = start;
    refreshPopup(map);
  };
  replaceContent(
    open,
    el("h3", "", evidence.title || entry.feature.properties.name || ""),
    el("div", "rm-facts", evidence.kind || ""),
    row ? statusLine(context, entry, row) : null,
    el("p", "rm-sentence", evidence.sentence || ""),
    evidence.hidden ? el("p", "rm-caution", evidence.hidden) : null,
    el("ul", "rm-claims", ...(evidence.claims || []).map((claim) => claimItem(context, claim))),
    makePager({ start: evidence.start, size: PAGE, total: evidence.total, go })
  );
}

/**
 * Opens a popup on the map. If its `refresh` is set, it is called when the state changes.
 * @param {MapWithContext} map
 */
export function putPopup(map, latlng, body, offset, short = false) {
  const context = map.routemap;
  // A click that removes its own button (such as "Next") would look to Leaflet like a click outside.
  body.addEventListener("click", (event) => event.stopPropagation());
  const { x, y } = map.getSize();
  const popup = L.popup({
    maxWidth: Math.min(short ? 240 : 320, x - 56),
    minWidth: Math.min(short ? 120 : 280, x - 56),
    maxHeight: Math.max(150, Math.round(y * 0.54)),
    autoPanPaddingTopLeft: [12, x < 520 ? 12 : 48],
    autoPanPaddingBottomRight: [12, 48],
    offset,
    className: "rm-popup",
  });
  popup.setLatLng(latlng).setContent(body).openOn(map);
  const open = { popup, body };
  context.popup = open;
  popup.on("remove", () => {
    if (context.popup === open) context.popup = null;
  });
  return open;
}

// The popup of a marker that is drawn beside its spot is moved with the marker.
const offsetOf = (entry, own) =>
  L.point(0, entry.line && !entry.crossing ? 2 : -6).add((own && entry.aside) || [0, 0]);

/**
 * `own` is true if the popup belongs to the marker of a place, not to a point of a line or an area.
 * @param {MapWithContext} map
 * @param {Entry} entry
 */
export function openPopup(map, entry, latlng, own) {
  const body = el("div", "rm-evidence", el("h3", "", entry.feature.properties.name || ""));
  body.append(el("p", "rm-loading", "Loading the evidence…"));
  body.tabIndex = -1;
  const short = map.routemap.isBesidePanel();
  const open = putPopup(map, latlng, body, offsetOf(entry, own), short);
  Object.assign(open, { entry, own, short, asked: null, base: null, start: 0 });
  if (short) fillCard(map, open, {});
  open.refresh = () => ask(map, open);
  return ask(map, open);
}

/**
 * Called after the marker of a place was moved beside its spot, or back.
 * @param {MapWithContext} map
 * @param {Entry} entry
 */
export function movePopup(map, entry) {
  const open = map.routemap.popup;
  if (!open || !open.own || open.entry.id !== entry.id) return;
  open.popup.options.offset = offsetOf(entry, true);
  open.popup.update();
}

/**
 * Also called after every change of the query, so that the popup always matches the current query.
 * @param {MapWithContext} map
 */
export function refreshPopup(map) {
  const { popup } = map.routemap;
  if (popup) popup.refresh();
}

async function ask(map, open) {
  const context = map.routemap;
  // The data may have been reloaded, so the feature is looked up again.
  open.entry = context.byId.get(open.entry.id) || open.entry;
  if (!open.entry.status || !context.byId.has(open.entry.id)) {
    map.closePopup(open.popup);
    return;
  }
  const { evidence, query } = context.state;
  // The selected feature does not change the evidence, so it is not part of the address.
  const filters = query.split("&").filter((part) => part && !part.startsWith("feature="));
  const base = `${evidence}/${encodeURIComponent(open.entry.id)}.json?${filters.join("&")}`;
  if (open.base !== base) Object.assign(open, { base, start: 0 });
  const url = open.start ? `${base}${filters.length ? "&" : ""}start=${open.start}` : base.replace(/\?$/, "");
  if (open.asked === url) return;
  open.asked = url;
  const current = () => context.popup === open && open.asked === url;
  const say = (text) => {
    const name = open.entry.feature.properties.name || "";
    open.body.replaceChildren(el("h3", "", name), el("p", "rm-error", text));
    open.popup.update();
  };
  try {
    const answer = await context.load(url, {
      wanted: current,
      trouble: () => current() && say("No connection to the server. Retrying."),
    });
    if (!current()) return;
    (open.short ? fillCard : fill)(map, open, answer);
    if (open.short) open.popup.update();
    if (open.popup.getElement()) open.body.parentNode.scrollTop = 0;
  } catch (error) {
    if (!current()) return;
    open.asked = null;
    say(
      error.status === 413
        ? "The filters have more values than the server accepts. Remove some to see the evidence."
        : "The evidence could not be loaded. Close this popup and select the feature again."
    );
  }
}

// The words behind a feature: a short tooltip, and a popup with excerpts fetched on demand.
// Text of articles is untrusted: it reaches the page only as text nodes.
(function () {
  "use strict";
  const routemap = (window.routemap = window.routemap || {});
  const { el } = routemap;

  routemap.describe = function (context, entry) {
    const properties = entry.feature.properties;
    const status = entry.status ? routemap.statusRow(context, entry.status) : null;
    const table = properties.type === "place" ? "place" : "route";
    const kind = routemap.row(context, table, properties.kind).label;
    const facts = [kind, properties.label];
    if (properties.geometry_basis === "schematic") facts.push("path not reported");
    return { name: properties.name || "", facts: facts.filter(Boolean).join(" · "), status };
  };

  function statusLine(context, entry, row) {
    const line = el("div", "rm-status-line", routemap.badge(row, "status"), el("span", "", row.label));
    if (entry.hiddenDenials) line.append(el("span", "rm-caution", "Denials hidden by your filters"));
    return line;
  }

  routemap.addTooltip = function (map) {
    const context = map.routemap;
    const tip = L.tooltip({ direction: "top", offset: [0, -12], opacity: 1, className: "rm-tip" });
    const show = (entry, latlng) => {
      const { name, facts, status } = routemap.describe(context, entry);
      if (!status) return;
      const local = entry.feature.properties.local_names || [];
      tip.setContent(
        el(
          "div",
          "",
          el("strong", "", name),
          local.length ? el("span", "rm-local", local.join(" · ")) : null,
          el("span", "rm-facts", facts),
          statusLine(context, entry, status)
        )
      );
      tip.setLatLng(latlng).addTo(map);
    };
    const at = (entry, event) => (entry.line || event.layer === entry.circle ? event.latlng : entry.marker.getLatLng());
    context.group.on("mouseover", (event) => show(event.layer.entry, at(event.layer.entry, event)));
    context.group.on("mousemove", (event) => {
      if (map.hasLayer(tip)) tip.setLatLng(at(event.layer.entry, event));
    });
    context.group.on("mouseout click", () => tip.remove());
    context.showTip = (entry) => show(entry, entry.marker.getLatLng());
    context.hideTip = () => tip.remove();
  };

  function claimItem(context, claim) {
    const stance = routemap.row(context, "stance", claim.stance);
    const badge = el("span", "rm-stance", routemap.badge(stance, "stance"), claim.stance_label || stance.label);
    const who = el("div", "rm-who", el("strong", "", claim.source || ""), " ", badge);
    if (claim.date) who.append(el("span", "rm-date", claim.date));
    const item = el("li", "rm-claim", who);
    if (claim.relayed) item.append(el("div", "rm-relayed", claim.relayed));
    if (claim.quotation) {
      item.append(el("blockquote", "", claim.excerpt));
    } else {
      item.append(el("p", "rm-paraphrase", el("span", "rm-tag", "Paraphrase"), " ", claim.excerpt));
    }
    const citation = el("div", "rm-citation");
    if (/^https?:\/\//i.test(claim.url || "")) {
      const link = el("a", "", claim.citation || claim.url);
      link.href = claim.url;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      citation.append(link);
    } else {
      citation.append(claim.citation || "");
    }
    item.append(citation);
    if (claim.note) item.append(el("div", "rm-note", `Note: ${claim.note}`));
    return item;
  }

  function fill(context, entry, body, evidence) {
    const row = context.style.status.find((status) => status.key === evidence.status);
    const list = el("ul", "rm-claims", ...(evidence.claims || []).map((claim) => claimItem(context, claim)));
    body.replaceChildren(
      el("h3", "", evidence.title || entry.feature.properties.name || ""),
      el("div", "rm-facts", evidence.kind || ""),
      row ? statusLine(context, entry, row) : "",
      el("p", "rm-sentence", evidence.sentence || ""),
      list
    );
    if (evidence.more > 0) {
      body.append(el("p", "rm-more", `${evidence.more} more in the evidence panel.`));
    }
    if (evidence.hidden) body.append(el("p", "rm-caution", evidence.hidden));
  }

  routemap.openPopup = async function (map, entry, latlng) {
    const context = map.routemap;
    const body = el("div", "rm-evidence", el("h3", "", entry.feature.properties.name || ""));
    body.append(el("p", "rm-loading", "Loading the evidence…"));
    const { x, y } = map.getSize();
    const legend = map.getContainer().querySelector(".rm-legend[open]");
    const left = legend && x > 620 ? legend.offsetWidth + 24 : 12;
    const popup = L.popup({
      maxWidth: Math.min(320, x - 56),
      minWidth: Math.min(280, x - 56),
      maxHeight: Math.max(150, Math.round(y * 0.54)),
      autoPanPaddingTopLeft: [left, x < 520 ? 12 : 48],
      autoPanPaddingBottomRight: [12, 24],
      offset: entry.line && !entry.crossing ? [0, 2] : [0, -6],
      className: "rm-popup",
    });
    popup.setLatLng(latlng).setContent(body).openOn(map);
    context.popup = { popup, entry, body, asked: null };
    popup.on("remove", () => {
      if (context.popup && context.popup.popup === popup) context.popup = null;
    });
    await routemap.refreshPopup(map);
  };

  // Called after every change of the query too: words on screen always answer the query in force.
  routemap.refreshPopup = async function (map) {
    const context = map.routemap;
    const open = context.popup;
    if (!open) return;
    if (!open.entry.status) {
      map.closePopup(open.popup);
      return;
    }
    const { evidence, query } = context.state;
    const url = `${evidence}/${encodeURIComponent(open.entry.id)}.json${query ? `?${query}` : ""}`;
    if (open.asked === url) return;
    open.asked = url;
    try {
      const answer = await routemap.load(url);
      if (context.popup !== open || open.asked !== url) return;
      fill(context, open.entry, open.body, answer);
    } catch (error) {
      if (context.popup !== open || open.asked !== url) return;
      open.asked = null;
      open.body.replaceChildren(
        el("h3", "", open.entry.feature.properties.name || ""),
        el("p", "rm-error", "The evidence could not be loaded. Close this and select the feature again.")
      );
    }
    open.popup.update();
  };
})();

// What the claims in view say about one feature, in the words of the server.
(function () {
  "use strict";
  const routemap = window.routemap;
  const { file } = routemap;
  const PARTICIPLES = { asserts: "asserted", denies: "denied", reports: "reported", estimates: "estimated" };
  const denies = (claim) => file.denies.includes(claim.stance);

  function counts(claims) {
    const parts = [];
    for (const [stance, word] of Object.entries(PARTICIPLES)) {
      const number = new Set(claims.filter((claim) => claim.stance === stance).map(({ source }) => source)).size;
      const noun = parts.length ? "" : number === 1 ? " source" : " sources";
      if (number) parts.push(`${word} by ${number}${noun}`);
    }
    return parts.join(", ");
  }

  // The status with numbers of claim sources by stance; where it is disputed, of those in dispute.
  routemap.sentence = function (status, claims) {
    if (!status) return "Your filters hide every claim about it.";
    const atIssue = claims.filter((claim) => claim.stance !== "background");
    if (!atIssue.length) return `${status.label}: context only, nobody here claims a movement.`;
    if (status.key !== "disputed") {
      const missing = status.key === "denied" ? "assertion" : "denial";
      const elsewhere = status.key !== "denied" && atIssue.some(denies);
      const said = counts(atIssue);
      return `${said[0].toUpperCase()}${said.slice(1)}; no ${missing}${elsewhere ? " of the same allegation" : ""} in view.`;
    }
    const denied = new Set(atIssue.filter(denies).map(({ allegation }) => allegation));
    const affirmed = new Set(atIssue.filter((claim) => !denies(claim)).map(({ allegation }) => allegation));
    const contested = ({ allegation }) => denied.has(allegation) && affirmed.has(allegation);
    const others = atIssue.filter((claim) => !contested(claim));
    if (others.length === atIssue.length) {
      return `${status.label}: ${counts(atIssue)}, and denied as part of a broader allegation.`;
    }
    const beside = others.length ? ` On other allegations: ${counts(others)}.` : "";
    return `${status.label}: ${counts(atIssue.filter(contested))}.${beside}`;
  };

  // Who denies, in this selection, what the affirmed allegations are part of.
  function broader(selection, claims) {
    const affirmed = claims.filter((claim) => !denies(claim) && claim.allegation >= 0).map(({ allegation }) => allegation);
    const inOrder = [...new Set(affirmed)].sort((a, b) => a - b);
    const parents = new Set(inOrder.flatMap((allegation) => file.allegations[allegation].broader));
    const denials = [];
    selection.each((claim) => denies(claim) && parents.has(claim.allegation) && denials.push(claim));
    denials.sort((a, b) => a.row - b.row);
    return [...parents].flatMap((parent) => {
      const sources = new Set(denials.filter(({ allegation }) => allegation === parent).map(({ source }) => source));
      const names = [...sources].map((source) => file.sources[source].name);
      return names.length ? [`“${file.allegations[parent].statement}” is denied by ${names.join(", ")}.`] : [];
    });
  }

  function more(total, denials, ending) {
    if (!total) return [];
    const which = denials > 1 ? `, ${denials} of them denials` : denials ? ", one of them a denial" : "";
    return [ending(`${total} more claim${total > 1 ? "s" : ""} about it`, which)];
  }

  function hidden(selection, feature) {
    const out = file.about[feature].filter((number) => !selection.kept[number]).map((number) => file.claims[number]);
    const [total, denials] = file.features[feature].left_out;
    return [
      ...more(out.length, out.filter(denies).length, (claims, which) => `Your filters hide ${claims}${which}.`),
      ...more(total, denials, (claims, which) => `The selection of this file leaves out ${claims}${which}.`),
    ].join(" ");
  }

  const told = ({ stance, stance_label, source, relayed, date, excerpt, quotation, citation, url, note }) => ({
    stance, stance_label, source: file.sources[source].name, relayed, date, excerpt, quotation, citation, url, note,
  });

  // One page of evidence, as the server answers it to a popup.
  routemap.evidence = function (selection, feature, start) {
    const { name, kind } = file.features[feature];
    const claims = selection.about(feature);
    const status = selection.status(feature);
    const last = Math.max(0, Math.floor((claims.length - 1) / file.page) * file.page);
    const from = Math.min(start, last);
    const page = claims.slice(from, from + file.page);
    return {
      title: name,
      kind,
      status: status ? status.key : "",
      sentence: [routemap.sentence(status, claims), ...broader(selection, claims)].join(" "),
      claims: page.map(told),
      start: from,
      total: claims.length,
      more: claims.length - from - page.length,
      hidden: hidden(selection, feature) || null,
    };
  };
})();

// The claims that match the reader's filters, and the resulting statuses, as on the server.

import { claimsAbout, file } from "./file.js";

const DAY = 86400000; // ms
const FIRST = 719163; // 1 January 1970 as a proleptic ordinal, as in the file
const [WITHDRAWN, BACKGROUND, DENIED, ASSERTED, DISPUTED] = [0, 1, 2, 3, 4]; // positions in file.statuses
// A withdrawn claim affirms and denies nothing.
const affirms = file.claims.map((claim) => !claim.withdrawn && file.affirms.includes(claim.stance));
const denies = file.claims.map((claim) => !claim.withdrawn && file.denies.includes(claim.stance));

const withBroader = (allegation) => [allegation, ...file.allegations[allegation].broader];
const ordinal = (text) => (text ? Date.parse(`${text}T00:00Z`) / DAY + FIRST : null);

// The furthest phase of some claims, -1 if there are none.
export const furthest = (claims) => Math.max(-1, ...claims.map(({ phase }) => phase));

class Selection {
  // `search` has parameters of a link to the dashboard: from, to, by and source.
  constructor(search) {
    const params = new URLSearchParams(search);
    const wanted = new Set(params.getAll("source"));
    const [first, last] = [ordinal(params.get("from")), ordinal(params.get("to"))];
    this.by = params.get("by") || file.by;
    this.sided = wanted.size > 0 || file.sided;
    this.search = search;
    const within = this.within(first, last);
    const every = file.claims.map(() => true);
    const side = file.claims.map(({ source }) => !wanted.size || wanted.has(file.sources[source].id));
    this.said = this.withDenials(within, every); // The claims within the dates, from all sources.
    this.kept = this.withDenials(within, side);
    this.added = this.kept.map((kept, number) => kept && !(within[number] && side[number]));
    this.denials = this.added.filter(Boolean).length;
    this.count = this.kept.filter(Boolean).length;
    const undated = (number) => side[number] && !this.kept[number] && !file.claims[number].days[this.by];
    this.undated = first === null && last === null ? 0 : file.claims.filter((claim, number) => undated(number)).length;
    this.denied = new Set();
    this.each(({ allegation }, number) => denies[number] && allegation >= 0 && this.denied.add(allegation));
    this.codes = this.weighed();
  }

  // Filters by date only. A claim without a date of this kind matches no date filter.
  within(first, last) {
    return file.claims.map(({ days }) => {
      const span = days[this.by];
      if (!span) return first === null && last === null;
      return (first === null || span[1] >= first) && (last === null || span[0] <= last);
    });
  }

  // A denial of a matching allegation, or of a broader one, is kept even if its date does not
  // match. A source filter can exclude it.
  withDenials(within, side) {
    const affirmed = new Set();
    file.claims.forEach(({ allegation }, number) => {
      if (!within[number] || !side[number] || !affirms[number] || allegation < 0) return;
      for (const one of withBroader(allegation)) affirmed.add(one);
    });
    return file.claims.map(({ allegation }, number) =>
      side[number] && (within[number] || (denies[number] && affirmed.has(allegation)))
    );
  }

  // The status of each feature, -1 if no matching claim is about it. "Disputed" is decided for
  // each allegation: a denial does not dispute other allegations, except the parts of its own.
  weighed() {
    const broadly = (allegation) => allegation >= 0 && file.allegations[allegation].broader.some((parent) => this.denied.has(parent));
    return Int8Array.from(file.features, (_, feature) => {
      const sides = new Map();
      let code = -1;
      for (const number of this.about(feature)) {
        const { allegation } = file.claims[number];
        const side = affirms[number] ? 1 : denies[number] ? 2 : 0;
        const both = (sides.get(allegation) || 0) | side;
        sides.set(allegation, both);
        const neither = file.claims[number].withdrawn ? WITHDRAWN : BACKGROUND;
        const weight = affirms[number] ? (broadly(allegation) ? DISPUTED : ASSERTED) : denies[number] ? DENIED : neither;
        code = Math.max(code, both === 3 ? DISPUTED : weight);
      }
      return code;
    });
  }

  each(act) {
    this.kept.forEach((kept, number) => kept && act(file.claims[number], number));
  }

  // The sides that the complete data has about a feature but this selection lacks: denials of
  // an allegation that is asserted here, and assertions of one that is denied here.
  hides(feature) {
    const here = this.codes[feature];
    const { full_status: full, denied, affirmed } = file.features[feature];
    const about = this.about(feature);
    const said = (side) => about.filter((number) => side[number]).map((number) => file.claims[number].allegation);
    if (here === BACKGROUND || here === WITHDRAWN) {
      return {
        denials: this.sided && (full === DENIED || full === DISPUTED),
        assertions: this.sided && (full === ASSERTED || full === DISPUTED),
      };
    }
    const [asserted, refused] = [said(affirms), said(denies)];
    const affirmedHere = new Set(asserted.filter((one) => one >= 0).flatMap(withBroader));
    const isDenied = (one) => denied.includes(one) || (one >= 0 && file.allegations[one].denied_broadly);
    const isDeniedHere = (one) => refused.includes(one) || (one >= 0 && file.allegations[one].broader.some((parent) => this.denied.has(parent)));
    return {
      denials: asserted.some((one) => isDenied(one) && !isDeniedHere(one)),
      assertions: refused.some((one) => affirmed.includes(one) && !affirmedHere.has(one)),
    };
  }

  // One character per feature, as the server sends it to the dashboard's map.
  letters() {
    const letter = (code, feature) => {
      if (code < 0) return ".";
      const { denials, assertions } = this.hides(feature);
      return file.statuses[code].letters[Number(denials)][Number(assertions)];
    };
    return Array.from(this.codes, letter).join("");
  }

  // The phase and directions of the movement on each feature, as the server marks them for the map.
  marks() {
    const digit = (_, feature) => {
      const affirming = this.about(feature).filter((number) => affirms[number]);
      const phase = furthest(affirming.map((number) => file.claims[number]));
      const ways = affirming.map((number) => {
        const { features, directions } = file.claims[number];
        return directions[features.indexOf(feature)] || 0;
      });
      const pending = phase < file.pending.length ? phase + 1 : 0;
      return (pending + 4 * ways.reduce((all, way) => all | way, 0)).toString(16);
    };
    const digits = Array.from(file.features, digit).join("");
    return /[^0]/.test(digits) ? digits : "";
  }

  status(feature) {
    return this.codes[feature] < 0 ? null : file.statuses[this.codes[feature]];
  }

  // Positions of the matching claims about a feature. A denial that the filters exclude is added
  // only if a matching claim affirms, about this feature, what it denies or a part of it.
  about(feature) {
    const passing = claimsAbout[feature].filter((number) => this.kept[number] && !this.isAdded(number));
    const affirmed = new Set(
      passing
        .filter((number) => affirms[number] && file.claims[number].allegation >= 0)
        .flatMap((number) => withBroader(file.claims[number].allegation))
    );
    const added = (number) => this.isAdded(number) && affirmed.has(file.claims[number].allegation);
    return claimsAbout[feature].filter((number) => this.kept[number] && (!this.isAdded(number) || added(number)));
  }

  // Whether a denial was added although filters exclude it: those of the export or of this page.
  isAdded(number) {
    return file.claims[number].kept || this.added[number];
  }
}

// Cached, because the map, the lists and the popups need the same selection.
let latest = null;
export function select(search) {
  if (!latest || latest.search !== search) latest = new Selection(search);
  return latest;
}

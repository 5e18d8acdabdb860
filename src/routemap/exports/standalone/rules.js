// Which claims the reader's filters leave, and what they add up to: the rules of the server.
(function () {
  "use strict";
  const routemap = window.routemap;
  const { file } = routemap;
  const DAY = 86400000; // ms
  const FIRST = 719163; // 1 January 1970, as the file counts days
  const [BACKGROUND, DENIED, ASSERTED, DISPUTED] = [0, 1, 2, 3]; // positions in file.statuses
  const affirms = file.claims.map((claim) => file.affirms.includes(claim.stance));
  const denies = file.claims.map((claim) => file.denies.includes(claim.stance));

  // Numbers of the claims about each feature, as they were said.
  file.about = file.features.map(() => []);
  file.claims.forEach((claim, number) => claim.features.forEach((feature) => file.about[feature].push(number)));

  const ordinal = (text) => (text ? Date.parse(`${text}T00:00Z`) / DAY + FIRST : null);

  class Selection {
    // `search` holds parameters of a link to the dashboard: from, to, by and source.
    constructor(search) {
      const asked = new URLSearchParams(search);
      const wanted = new Set(asked.getAll("source"));
      const [first, last] = [ordinal(asked.get("from")), ordinal(asked.get("to"))];
      this.by = asked.get("by") || "happened";
      this.search = search;
      this.said = this.dated(first, last);
      this.kept = this.said.map((kept, number) => kept && (!wanted.size || wanted.has(file.sources[file.claims[number].source].id)));
      this.count = this.kept.filter(Boolean).length;
      this.undated = this.kept.filter((kept, number) => kept && !file.claims[number].days[this.by]).length;
      this.codes = this.weighed();
    }

    // By the dates alone. Claims without a date stay in: nothing says that they lie outside.
    dated(first, last) {
      return file.claims.map(({ days }) => {
        const span = days[this.by];
        return !span || ((first === null || span[1] >= first) && (last === null || span[0] <= last));
      });
    }

    // A status per feature, -1 where no claim speaks of it. Disputed is decided per allegation:
    // a denial of one does not dispute another, but denies every part of a broader one.
    weighed() {
      const codes = new Int8Array(file.features.length).fill(-1);
      const sides = file.features.map(() => new Map());
      const denied = new Set();
      this.each((claim, number) => {
        if (denies[number] && claim.allegation >= 0) denied.add(claim.allegation);
      });
      this.each((claim, number) => {
        const { allegation } = claim;
        const broad = allegation >= 0 && file.allegations[allegation].broader.some((parent) => denied.has(parent));
        const weight = affirms[number] ? (broad ? DISPUTED : ASSERTED) : denies[number] ? DENIED : BACKGROUND;
        const side = affirms[number] ? 1 : denies[number] ? 2 : 0;
        for (const feature of claim.features) {
          const both = (sides[feature].get(allegation) || 0) | side;
          sides[feature].set(allegation, both);
          codes[feature] = Math.max(codes[feature], both === 3 ? DISPUTED : weight);
        }
      });
      return codes;
    }

    each(act) {
      this.kept.forEach((kept, number) => kept && act(file.claims[number], number));
    }

    // Whether a feature looks undisputed here and is disputed in the whole data.
    hides(feature) {
      const code = this.codes[feature];
      return (code === BACKGROUND || code === ASSERTED) && file.features[feature].contested;
    }

    // One character per feature, as the server sends it to the dashboard's map.
    letters() {
      const letter = (code, feature) => (code < 0 ? "." : file.statuses[code][this.hides(feature) ? "hiding" : "letter"]);
      return Array.from(this.codes, letter).join("");
    }

    status(feature) {
      return this.codes[feature] < 0 ? null : file.statuses[this.codes[feature]];
    }

    about(feature) {
      return file.about[feature].filter((number) => this.kept[number]).map((number) => file.claims[number]);
    }
  }

  // Remembered while the same is asked: the map, the lists and every popup ask.
  let latest = null;
  routemap.select = function (search) {
    if (!latest || latest.search !== search) latest = new Selection(search);
    return latest;
  };
})();

// Sentences about the matching claims of one feature, the same as on the server.

import { claimsAbout, counted, file } from "./file.js";
import { furthest } from "./selection.js";

// A withdrawn claim affirms and denies nothing.
const affirms = (claim) => !claim.withdrawn && file.affirms.includes(claim.stance);
const denies = (claim) => !claim.withdrawn && file.denies.includes(claim.stance);

// Of how many bodies some sources are; empty if each is of its own.
function bodiesOf(sources) {
  const bodies = new Set(sources.map(({ body }) => body));
  if (bodies.size === sources.length) return "";
  const [one, many] = sources.every(({ of_government }) => of_government) ? ["government", "governments"] : ["body", "bodies"];
  return ` of ${bodies.size.toLocaleString("en")} ${bodies.size === 1 ? one : many}`;
}

// Each source counts once, with its latest stance: claims are ordered by date.
function counts(claims) {
  const latest = new Map(claims.map(({ source, stance }) => [source, stance]));
  const parts = [];
  for (const [stance, word] of file.participles) {
    const own = [...latest].filter(([, taken]) => taken === stance).map(([source]) => file.sources[source]);
    const number = own.length;
    const bodies = bodiesOf(own);
    const noun = parts.length && !bodies ? "" : number === 1 ? " source" : " sources";
    if (number) parts.push(`${word} by ${number.toLocaleString("en")}${noun}${bodies}`);
  }
  return parts.join(", ");
}

const listed = (sources) =>
  sources.slice(0, 3).map((source) => file.sources[source].name).join(", ") + (sources.length > 3 ? ` and ${sources.length - 3} more` : "");

// Sources that changed sides on one allegation, and sources that take different sides on two.
function bothSides(claims) {
  const sides = new Map();
  for (const claim of claims) {
    if (!sides.has(claim.source)) sides.set(claim.source, new Map());
    const own = sides.get(claim.source);
    own.set(claim.allegation, [...(own.get(claim.allegation) || []), denies(claim)]);
  }
  const differ = (taken) => new Set(taken).size === 2;
  const taken = [...sides].map(([source, own]) => [source, [...own.values()]]);
  const changed = taken.filter(([, own]) => own.some(differ)).map(([source]) => source);
  const mixed = taken
    .filter(([source, own]) => !changed.includes(source) && differ(own.map((side) => side[side.length - 1])))
    .map(([source]) => source);
  return (
    (changed.length ? ` Changed sides: ${listed(changed)}.` : "") +
    (mixed.length ? ` Affirms one allegation and denies another: ${listed(mixed)}.` : "")
  );
}

// With both sides in view, "it" would not say which allegation lacks one.
function missing({ denials, assertions }, atIssue) {
  const hasBoth = atIssue.some(denies) && atIssue.some(affirms);
  const sides = [
    ...(assertions ? [`who asserts ${hasBoth ? "what is denied here" : "it"}`] : []),
    ...(denials ? [`who denies ${hasBoth ? "what is asserted here" : "it"}`] : []),
  ];
  return sides.length ? ` The filters hide ${sides.join(" and ")}.` : "";
}

// What claims say that do not say that anything moved; empty if one does.
function phaseOf(claims) {
  const phase = furthest(claims.filter(affirms));
  return phase >= 0 && phase < file.pending.length ? ` ${file.pending[phase]}` : "";
}

// How many sources take no side, by what they say instead.
function undecided(claims) {
  return file.clauses
    .map(([stance, clause]) => {
      const number = new Set(claims.filter((claim) => claim.stance === stance && !claim.withdrawn).map(({ source }) => source)).size;
      if (!number) return "";
      return ` ${number.toLocaleString("en")} ${number === 1 ? "source" : "sources"} ${clause[number === 1 ? 0 : 1]}.`;
    })
    .join("");
}

// The status with the numbers of claim sources by stance, what is only planned, and who takes no side.
export function sentence(status, claims, hides) {
  if (!status) return "The filters hide every claim about it.";
  if (status.key === "withdrawn") return `${status.label}: every claim in view is of a retracted article.${missing(hides, [])}`;
  const withdrawn = claims.filter((claim) => claim.withdrawn).length;
  const said = `${sidesOf(status, claims, hides)}${phaseOf(claims)}${undecided(claims)}`;
  return `${said} ${counted(file.sentences.withdrawn, withdrawn)}`.trimEnd();
}

// If the status is disputed, first the sources in dispute.
function sidesOf(status, claims, hides) {
  const atIssue = claims.filter((claim) => affirms(claim) || denies(claim));
  if (!atIssue.length) {
    const none = undecided(claims) ? "no source in view affirms or denies it" : "context only; no claim in view says that anything moved";
    return `${status.label}: ${none}.${missing(hides, [])}`;
  }
  const lacking = missing(hides, atIssue);
  if (status.key !== "disputed") {
    // The denials beside what is asserted are of other allegations, and are counted with them.
    const asserted = status.key === "asserted";
    const others = asserted ? counts(atIssue.filter(denies)) : "";
    const none = asserted && !hides.denials ? ` No denial${others ? " of the same allegation" : ""} in view.` : "";
    const elsewhere = others ? ` On other allegations: ${others}.` : "";
    const said = counts(asserted ? atIssue.filter(affirms) : atIssue);
    const ending = `${none}${elsewhere}${lacking}` || " No assertion in view.";
    return `${said[0].toUpperCase()}${said.slice(1)}.${ending}${bothSides(atIssue)}`;
  }
  const denied = new Set(atIssue.filter(denies).map(({ allegation }) => allegation));
  const affirmed = new Set(atIssue.filter((claim) => !denies(claim)).map(({ allegation }) => allegation));
  const contested = ({ allegation }) => denied.has(allegation) && affirmed.has(allegation);
  const others = atIssue.filter((claim) => !contested(claim));
  if (others.length === atIssue.length) {
    // All denials are of a broader allegation; `broader` names their sources.
    const asserted = counts(atIssue.filter((claim) => !denies(claim)));
    return `${status.label}: ${asserted}; denied as part of a broader allegation.${lacking}${bothSides(atIssue)}`;
  }
  const elsewhere = others.length ? ` On other allegations: ${counts(others)}.` : "";
  return `${status.label}: ${counts(atIssue.filter(contested))}.${elsewhere}${lacking}${bothSides(atIssue)}`;
}

// A statement inside another sentence, as in questions/quoting.py: without its full stop.
const quoted = (statement) => `“${statement.replace(/([^.][^.])\.$/, "$1")}”`;

// The sources of this selection that deny an allegation broader than the affirmed ones.
function broader(selection, claims) {
  const affirmed = claims.filter((claim) => affirms(claim) && claim.allegation >= 0).map(({ allegation }) => allegation);
  const inOrder = [...new Set(affirmed)].sort((a, b) => a - b);
  const parents = new Set(inOrder.flatMap((allegation) => file.allegations[allegation].broader));
  const denials = [];
  selection.each((claim) => denies(claim) && parents.has(claim.allegation) && denials.push(claim));
  denials.sort((a, b) => a.row - b.row);
  return [...parents].flatMap((parent) => {
    const sources = new Set(denials.filter(({ allegation }) => allegation === parent).map(({ source }) => source));
    const names = [...sources].map((source) => file.sources[source].name);
    return names.length ? [`${quoted(file.allegations[parent].statement)} is denied by ${names.join(", ")}.`] : [];
  });
}

const KINDS = [
  ["assertion", "assertions"],
  ["denial", "denials"],
  ["denial of a broader allegation", "denials of a broader allegation"],
  ["claim that takes no side", "claims that take no side"],
  ["withdrawn claim", "withdrawn claims"],
];

// The numbers of claims by KINDS, in words.
const inWords = (numbers) =>
  numbers.flatMap((number, kind) => (number ? [`${number.toLocaleString("en")} ${KINDS[kind][number === 1 ? 0 : 1]}`] : [])).join(", ");

const countsAt = (where, numbers) => (numbers.some(Boolean) ? [`${where}: ${inWords(numbers)}.`] : []);

function countsOf(claims, denials) {
  const denying = claims.filter(denies).length;
  const affirming = claims.filter(affirms).length;
  const withdrawn = claims.filter((claim) => claim.withdrawn).length;
  const said = inWords([affirming, denying, 0, claims.length - affirming - denying - withdrawn, withdrawn]);
  return denials.length ? `${said}; denied as part of a broader allegation` : said;
}

function hidden(selection, feature) {
  const about = new Set(claimsAbout[feature]);
  const own = [...about].map((number) => file.claims[number]);
  const out = [...about].filter((number) => !selection.kept[number]).map((number) => file.claims[number]);
  const parents = new Set(
    own.filter((claim) => affirms(claim) && claim.allegation >= 0).flatMap(({ allegation }) => file.allegations[allegation].broader)
  );
  const broad = file.claims.filter(
    (claim, number) => !selection.kept[number] && !about.has(number) && denies(claim) && parents.has(claim.allegation)
  );
  const [affirming, denying, withdrawn] = [affirms, denies, (claim) => claim.withdrawn].map((kind) => out.filter(kind).length);
  const others = out.length - affirming - denying - withdrawn;
  return [
    ...countsAt("Hidden by the filters", [affirming, denying, broad.length, others, withdrawn]),
    ...countsAt("Not in this file", file.features[feature].left_out),
  ].join(" ");
}

const claimOf = ({ stance, stance_label, source, relayed, date, facts, excerpt, quotation, original, original_language, citation, url, note, article, report, allegation }) => ({
  stance, stance_label, source: file.sources[source].name, relayed, date, facts, excerpt, quotation, original, original_language, citation, url, note, article, report,
  allegation: allegation < 0 ? "" : file.allegations[allegation].statement,
  allegation_id: allegation < 0 ? "" : file.allegations[allegation].id,
});

// One page of evidence, in the format of the server's answers to popups.
export function evidenceOf(selection, feature, start) {
  const { name, kind } = file.features[feature];
  const numbers = selection.about(feature);
  const claims = numbers.map((number) => file.claims[number]);
  const status = selection.status(feature);
  const denials = broader(selection, claims);
  const last = Math.max(0, Math.floor((claims.length - 1) / file.page) * file.page);
  const from = Math.min(start, last);
  const page = numbers.slice(from, from + file.page);
  return {
    title: name,
    kind,
    status: status ? status.key : "",
    sentence: [sentence(status, claims, selection.hides(feature)), ...denials].join(" "),
    counts: countsOf(claims, denials),
    claims: page.map((number) => ({ ...claimOf(file.claims[number]), kept: selection.isAdded(number) })),
    start: from,
    total: claims.length,
    more: claims.length - from - page.length,
    hidden: hidden(selection, feature) || null,
  };
}

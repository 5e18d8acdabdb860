// The data in this file: claims, features, sources, and the outlines of the base map.

/** @import { FileData } from "./types.js" */

const read = (id) => JSON.parse(document.getElementById(id).textContent);

/** @type {FileData} */
export const file = read("routemap-data");
export const basemap = read("routemap-basemap");

// Positions of the claims about each feature, ordered by the day of the statement, else of publication.
export const claimsAbout = file.features.map(() => []);
file.claims.forEach((claim, number) => claim.features.forEach((feature) => claimsAbout[feature].push(number)));

// A sentence of the file about a number of things, empty for none.
export function counted([one, many], count, values = {}) {
  const filled = { number: count.toLocaleString("en"), ...values };
  return count ? (count === 1 ? one : many).replace(/\{(\w+)\}/g, (_, name) => filled[name]) : "";
}

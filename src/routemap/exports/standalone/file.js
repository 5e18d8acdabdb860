// The data in this file: claims, features and sources, and the outlines of the base map.

/** @import { FileData } from "./types.js" */

const read = (id) => JSON.parse(document.getElementById(id).textContent);

/** @type {FileData} */
export const file = read("routemap-data");
export const basemap = read("routemap-basemap");

// Numbers of the claims about each feature, in the order in which they were said.
export const claimsAbout = file.features.map(() => []);
file.claims.forEach((claim, number) => claim.features.forEach((feature) => claimsAbout[feature].push(number)));

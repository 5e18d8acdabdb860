// All requests of the map for data. Requests are repeated while the server is not available. The
// map in one file uses its own `load` instead.

import { constants } from "./constants.js";

const PAUSES = [0, 500, 1000, 2000, 4000]; // ms before the next try; the last value is repeated
const LONGEST = 120000; // ms
const MARGIN = 256; // bytes that a proxy can add to an address

// Notifies the page that the data of the map is outdated, so that the page loads the current data.
function stale() {
  try {
    window.parent.dispatchEvent(new Event("routemap:stale"));
  } catch (error) {
    // The page has another origin; it detects outdated data by itself.
  }
}

// If the parameters are too long for an address, they are sent in the body of a POST request.
export function requestFor(url) {
  const { pathname, search, searchParams } = new URL(url, document.baseURI);
  const { bytes, parameters } = constants.addressLimits;
  if (pathname.length + search.length + MARGIN <= bytes && searchParams.size <= parameters) return [url, {}];
  const body = {};
  for (const [key, value] of searchParams) (body[key] = body[key] || []).push(value);
  const headers = { "Content-Type": "application/json" };
  return [url.split("?")[0], { method: "POST", headers, body: JSON.stringify(body) }];
}

// `wanted` returns whether the answer is still needed. `trouble` is called after every failed try
// except the first.
export async function load(url, { wanted = () => true, trouble = () => {} } = {}) {
  const [address, options] = requestFor(url);
  for (let tries = 0; ; tries += 1) {
    let status = null;
    try {
      const answer = await fetch(address, { ...options, signal: AbortSignal.timeout(LONGEST) });
      status = answer.status;
      if (answer.ok) return await answer.json();
    } catch (error) {
      status = null; // No connection, or it was lost during the response.
    }
    if (status >= 400 && status < 500 && status !== 429) {
      stale();
      throw Object.assign(new Error(`${status} ${address}`), { status });
    }
    if (tries) trouble();
    await new Promise((resolve) => setTimeout(resolve, PAUSES[Math.min(tries, PAUSES.length - 1)]));
    if (!wanted()) throw new Error(`no longer wanted: ${address}`);
  }
}

// Where everything comes from that the map shows: the one way by which it asks for data. While the
// server is away, it is asked again and again. A map in one file puts answers of its own in place of this.

import { constants } from "./constants.js";

const PAUSES = [0, 500, 1000, 2000, 4000]; // ms before the next try; the last of them goes on
const LONGEST = 120000; // ms
const MARGIN = 256; // bytes that a proxy may add to an address

// Notifies the page that the data of the map is outdated, so that it draws the current data.
function stale() {
  try {
    window.parent.dispatchEvent(new Event("routemap:stale"));
  } catch (error) {
    // Another origin: the page finds out by itself.
  }
}

// A question that is too long for an address travels in the body of a POST request.
function asked(url) {
  const { pathname, search, searchParams } = new URL(url, document.baseURI);
  const { bytes, parameters } = constants.addressLimits;
  if (pathname.length + search.length + MARGIN <= bytes && searchParams.size <= parameters) return [url, {}];
  const body = {};
  for (const [key, value] of searchParams) (body[key] = body[key] || []).push(value);
  const headers = { "Content-Type": "application/json" };
  return [url.split("?")[0], { method: "POST", headers, body: JSON.stringify(body) }];
}

// `wanted` says whether an answer still matters, `trouble` is called for every try but the first that fails.
export async function load(url, { wanted = () => true, trouble = () => {} } = {}) {
  const [address, options] = asked(url);
  for (let tries = 0; ; tries += 1) {
    let status = null;
    try {
      const answer = await fetch(address, { ...options, signal: AbortSignal.timeout(LONGEST) });
      status = answer.status;
      if (answer.ok) return await answer.json();
    } catch (error) {
      status = null; // Away, or gone in the middle of its answer.
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

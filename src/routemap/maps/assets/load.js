// Where everything comes from that the map shows: the one way by which it asks for data. While the
// server is away, it is asked again and again. A map in one file puts answers of its own in place of this.
(function () {
  "use strict";
  const routemap = (window.routemap = window.routemap || {});
  const PAUSES = [0, 500, 1000, 2000, 4000]; // ms before the next try; the last of them goes on
  const LONGEST = 120000; // ms

  // The page is told that what the map shows is no longer there, and draws what there is now.
  function stale() {
    try {
      window.parent.dispatchEvent(new Event("routemap:stale"));
    } catch (error) {
      // Another origin: the page finds out by itself.
    }
  }

  // `wanted` says whether an answer still matters, `trouble` is called for every try but the first that fails.
  routemap.load = async function (url, { wanted = () => true, trouble = () => {} } = {}) {
    for (let tries = 0; ; tries += 1) {
      let status = null;
      try {
        const answer = await fetch(url, { signal: AbortSignal.timeout(LONGEST) });
        status = answer.status;
        if (answer.ok) return await answer.json();
      } catch (error) {
        status = null; // Away, or gone in the middle of its answer.
      }
      if (status >= 400 && status < 500 && status !== 429) {
        stale();
        throw new Error(`${status} ${url}`);
      }
      if (tries) trouble();
      await new Promise((resolve) => setTimeout(resolve, PAUSES[Math.min(tries, PAUSES.length - 1)]));
      if (!wanted()) throw new Error(`no longer wanted: ${url}`);
    }
  };
})();

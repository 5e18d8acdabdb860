// The personal feed address of a signed-in reader, in the Share control: make, replace and end it.
// Without a login nothing of this is shown, and the addresses of the feeds have no token.
export function personalFeeds(box, { address, say, changed }) {
  const part = (selector) => box.querySelector(selector);
  let found = null; // the answer of the server: the token, and whether the server can keep one
  let requested = false;

  function draw() {
    const has = Boolean(found && found.token);
    part(".addresses").hidden = !has;
    part(".personal").hidden = false;
    part(".personal .make").hidden = has || !found?.is_kept;
    part(".personal details").hidden = !has;
    changed();
  }

  async function request(options) {
    try {
      const answer = await fetch(address(), options);
      const body = await answer.json();
      if (!answer.ok) throw new Error(body.detail);
      found = body;
      if (!found.is_kept) say("This server cannot keep personal addresses. Ask the people who run it.");
      draw();
      return true;
    } catch (error) {
      say(error.message || "No connection to the server. Try again.");
      return false;
    }
  }

  async function act(action) {
    const had = Boolean(found && found.token);
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify({ action });
    if (!(await request({ method: "POST", headers, body }))) return;
    const made = had ? "Replaced. Use the new address." : "Done. Copy the address into your feed reader.";
    say(action === "revoke" ? "Ended. The address does not open anything any more." : made);
    part(".personal details").open = false;
    // the button that had the focus may be hidden now
    part(found.token ? "#share-atom" : ".personal .make").focus();
  }

  for (const button of box.querySelectorAll("[data-action]")) {
    button.onclick = () => act(button.dataset.action);
  }

  return {
    token: () => (found ? found.token : ""),
    // once; the addresses stay hidden until the answer, because without a token they open nothing
    async ask() {
      if (requested) return;
      requested = true;
      part(".addresses").hidden = true;
      requested = await request({});
    },
  };
}

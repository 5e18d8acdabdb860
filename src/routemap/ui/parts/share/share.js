// The Share control. Links are made from the query of the page in its canonical form, and from the map
// view and the basemap in the address of the page, which the map keeps up to date. Other parameters in
// the address, such as those that social media add, are left out. Only the texts of titles and citations
// come from the server, when the reader opens the control.
import { follow } from "../state/received.js";
import { personalFeeds } from "./personal.js";

const PICTURE = "png";
const BY_MAP = ["view", "basemap"]; // written into the address by the map, without a rerun

function start(parentElement) {
  let data = { rev: "", page: "", query: "", filters: "", unlinked: "", private: false };
  const box = parentElement.querySelector(".share");
  const part = (selector) => box.querySelector(selector);
  const tabs = [...box.querySelectorAll("[role=tab]")];
  const status = part(".status");
  let words = null; // texts from the server for the parameters `requested`
  let requested = null;
  const personal = personalFeeds(box, {
    address: () => `${own()}share/feeds.json`,
    say: (text) => (status.textContent = text),
    changed: () => fill(),
  });

  function own() {
    const path = document.location.pathname.replace(/\/+$/, "");
    const page = data.page && path.endsWith(`/${data.page}`) ? data.page.length + 1 : 0;
    return `${document.location.origin}${path.slice(0, path.length - page)}/`;
  }

  function params(...more) {
    const found = new URLSearchParams(data.query);
    const address = new URLSearchParams(document.location.search);
    for (const key of BY_MAP) {
      found.delete(key);
      if (address.has(key)) found.append(key, address.get(key));
    }
    for (const [key, value] of more) found.append(key, value);
    return found.size ? `?${found}` : "";
  }

  // The same view of the data as it is now; a page that shows an earlier state keeps that.
  function fixed(revision) {
    const found = new URLSearchParams(params());
    if (!found.has("as_of")) found.append("as_of", revision);
    return `?${found}`;
  }

  // Unlike the page, the API refuses unknown parameters, so its query comes from the server.
  function file(key) {
    const query = words ? words.query : "";
    return `api/export/${key}${query && "?"}${query}`;
  }

  function feed(root, key) {
    const query = new URLSearchParams(data.filters);
    if (personal.token()) query.append("token", personal.token());
    return `${root}feed.${key}${query.size ? "?" : ""}${query}`;
  }

  function frame(root) {
    const element = document.createElement("iframe");
    element.src = root + params(["embed", "true"]);
    element.title = words ? words.title : "Route Map";
    element.loading = "lazy";
    element.setAttribute("style", "width: 100%; height: min(36rem, 85vh); border: none");
    return element.outerHTML; // the browser escapes the attributes
  }

  // A view whose filters do not fit into an address can still be cited and saved as a file.
  function explain() {
    for (const note of box.querySelectorAll(".unlinked")) {
      note.hidden = !data.unlinked;
      note.querySelector("span").textContent = data.unlinked;
    }
  }

  function fill() {
    explain();
    const root = (words && words.address) || own();
    const revision = ["rev", data.rev];
    const page = data.page ? [["page", data.page]] : [];
    part("#share-link").value = root + data.page + params(revision);
    part("#share-fixed").value = root + data.page + fixed(data.rev);
    part("#share-preview").value = `${root}share${params(revision, ...page)}`;
    part("#share-embed").value = frame(root);
    part("#share-picture").value = root + file(PICTURE);
    for (const key of ["atom", "json"]) part(`#share-${key}`).value = feed(root, key);
    if (words) drawTexts(root);
  }

  function drawTexts(root) {
    const link = data.unlinked ? root + data.page + words.link : part("#share-link").value;
    part("dl").replaceChildren(...words.citations.flatMap((citation) => cited(citation, link)));
    if (data.unlinked) return;
    const image = part(".picture img") || document.createElement("img");
    if (!image.isConnected) part(".picture").append(image);
    image.alt = `Picture of this view: ${words.title}. ${words.sentence}`;
    const seen = `${own()}share/picture.png${params(["rev", data.rev])}`;
    if (!part("#panel-picture").hidden && image.src !== seen) image.src = seen;
    part(".downloads").replaceChildren(
      ...words.pictures.map(({ key, label }) => {
        const download = document.createElement("a");
        download.href = own() + file(key);
        download.setAttribute("download", "");
        download.textContent = `Download ${label}`;
        return download;
      })
    );
  }

  function cited({ label, meaning, runs }, link) {
    const name = document.createElement("dt");
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "copy", textContent: "Copy" });
    button.setAttribute("aria-label", `Copy ${label} citation`);
    name.append(label, button);
    name.title = meaning;
    const text = document.createElement("dd");
    for (const [said, mark] of runs) {
      const run = document.createElement(mark === "italic" ? "em" : "span");
      run.textContent = mark === "link" ? link : said;
      text.append(run);
    }
    button.onclick = () => {
      document.getSelection().selectAllChildren(text);
      copy(text.textContent, text.innerHTML);
    };
    return [name, text];
  }

  // A query that is too long for an address is sent in the body of the request.
  function post(query) {
    const body = {};
    for (const [key, value] of new URLSearchParams(query)) (body[key] ||= []).push(value);
    const headers = { "Content-Type": "application/json" };
    return fetch(`${own()}share/view.json`, { method: "POST", headers, body: JSON.stringify(body) });
  }

  async function ask() {
    const now = params();
    if (requested === now) return;
    requested = now;
    try {
      const answer = await (data.unlinked ? post(now) : fetch(`${own()}share/view.json${now}`));
      if (!answer.ok) throw new Error(answer.statusText);
      const found = await answer.json();
      if (requested === now) words = found;
    } catch {
      if (requested === now) requested = null; // retried when the reader opens the control again
    }
    fill();
  }

  function refresh() {
    fill();
    ask();
    if (data.private && !part("#panel-follow").hidden) personal.ask();
  }

  // The text is selected before copying. If the page has no access to the clipboard, which needs
  // https, the older command copies the selection, or the reader does so with the keyboard.
  async function copy(text, html) {
    status.textContent = ""; // cleared, so that the message is announced again if the same text is copied twice
    try {
      const types = { "text/plain": new Blob([text], { type: "text/plain" }) };
      if (html) types["text/html"] = new Blob([html], { type: "text/html" });
      await navigator.clipboard.write([new ClipboardItem(types)]);
    } catch {
      if (!document.execCommand("copy")) {
        status.textContent = "Press Ctrl+C (⌘C on a Mac) to copy the selected text.";
        return;
      }
    }
    status.textContent = "Copied.";
  }

  function choose(tab, focus) {
    for (const other of tabs) {
      const chosen = other === tab;
      other.setAttribute("aria-selected", String(chosen));
      other.tabIndex = chosen ? 0 : -1;
      part(`#${other.getAttribute("aria-controls")}`).hidden = !chosen;
    }
    if (focus) tab.focus();
    status.textContent = "";
    refresh();
  }

  tabs.forEach((tab, index) => {
    tab.onclick = () => choose(tab, true);
    tab.onkeydown = (event) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      const ends = { Home: tabs[0], End: tabs.at(-1) }[event.key];
      if (!step && !ends) return;
      event.preventDefault();
      choose(ends || tabs[(index + step + tabs.length) % tabs.length], true);
    };
  });
  for (const field of box.querySelectorAll("input, textarea")) {
    field.onfocus = () => {
      refresh();
      field.select();
    };
  }
  for (const button of box.querySelectorAll("[data-copies]")) {
    button.onclick = () => {
      const field = part(`#${button.dataset.copies}`);
      fill();
      field.select();
      copy(field.value);
    };
  }

  const current = () => tabs.find((tab) => tab.getAttribute("aria-selected") === "true") || tabs[0];
  // without reloading the page, if the navigation is there
  parentElement.querySelector(".about").onclick = (event) => {
    const link = document.querySelector('[data-testid="stSidebarNavLink"][href$="/about"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    link.click();
  };
  parentElement.querySelector(".open").onclick = () => {
    box.showModal();
    choose(current(), true);
  };
  part(".close").onclick = () => box.close();
  // a handler that returns false would cancel every other click, such as on a download
  box.onclick = (event) => {
    if (event.target === box) box.close(); // a click beside it
  };

  // panning the map changes the address without a rerun
  const moved = () => box.open && refresh();

  function leave() {
    if (box.isConnected) return;
    states.leave();
    window.navigation?.removeEventListener("currententrychange", moved);
  }

  window.navigation?.addEventListener("currententrychange", moved);
  const states = follow("share", box, (state) => {
    data = state;
    moved();
  });
  return { now: states.now, leave };
}

export function draw({ parentElement }) {
  parentElement.routemapShare ||= start(parentElement);
  parentElement.routemapShare.now();
  return parentElement.routemapShare.leave;
}

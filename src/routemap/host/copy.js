// Copies the text of a button with a data-copy attribute, such as a claim with its citation.
// The page removes scripts from the texts that it shows, so one listener serves all buttons.
(() => {
  const SHOWN = 2000; // ms for which the button says what happened
  const status = document.getElementById("routemap-copied");

  // Needs https or localhost; the older command also works elsewhere, but only from a text field.
  async function write(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = document.createElement("textarea");
      field.value = text;
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      return done;
    }
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("button[data-copy]");
    if (!button || button.dataset.copied) return;
    const done = await write(button.dataset.copy);
    button.focus();
    button.dataset.copied = done ? "Copied" : "Not copied: the browser does not allow it";
    status.textContent = button.dataset.copied;
    setTimeout(() => {
      delete button.dataset.copied;
      status.textContent = "";
    }, SHOWN);
  });
})();

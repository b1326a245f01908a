// Comforts for those who work here; every page is whole without them. Words come from the page.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// What only works with script is hidden until there is script.
function reveal(root) {
  for (const part of all("[data-scripted]", root)) part.hidden = false;
}
reveal(document);

// ---- What was not accepted: the summary takes focus ----

function focusSummary(root) {
  const summary = root.querySelector("[data-focus]");
  if (summary) summary.focus();
}
focusSummary(document);

document.addEventListener("htmx:afterSwap", (event) => {
  reveal(event.target);
  focusSummary(event.target);
});

// ---- Saving while one writes ----

const PAUSE_MS = 2000; // after the last letter
const LONGEST_MS = 5000; // after the first letter that is not yet saved
const RETRY_MS = 10000;

function keepSaved(line) {
  const form = line.closest("form");
  let changed = 0; // counts what has been typed
  let saved = 0; // how much of it was with the server
  let sent = 0;
  let timer = null;
  let deadline = null;

  function save() {
    clearTimeout(timer);
    deadline = null;
    sent = changed;
    line.dispatchEvent(new CustomEvent("autosave"));
  }

  function wait(milliseconds) {
    clearTimeout(timer);
    timer = setTimeout(save, milliseconds);
  }

  form.addEventListener("input", () => {
    changed += 1;
    deadline ??= Date.now() + LONGEST_MS;
    if (line.textContent !== line.dataset.waiting) line.textContent = line.dataset.waiting;
    wait(Math.max(0, Math.min(PAUSE_MS, deadline - Date.now())));
  });

  line.addEventListener("htmx:afterSwap", (event) => {
    // The answer tells of what was sent; what was typed since then is not yet saved. A refusal
    // stays: nothing more is saved until its reader has done something about it.
    const isRefused = event.detail.xhr.status >= 400;
    if (changed !== sent && !isRefused) line.textContent = line.dataset.waiting;
  });

  line.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) {
      saved = Math.max(saved, sent);
      return;
    }
    // A refusal that has words stands in the line; anything else is tried again.
    if (![401, 409, 422].includes(event.detail.xhr.status)) {
      line.textContent = line.dataset.failed;
      wait(RETRY_MS);
    }
  });

  form.addEventListener("submit", () => {
    clearTimeout(timer);
    saved = Infinity;
  });
  return () => changed > saved;
}

const unsaved = all("[data-autosave]").map(keepSaved);
window.addEventListener("beforeunload", (event) => {
  if (unsaved.some((isUnsaved) => isUnsaved())) event.preventDefault();
});

// ---- Choosing rows ----

function countChosen(form) {
  const rows = all("[data-choose]", form);
  const chosen = rows.filter((row) => row.checked).length;
  for (const box of all("[data-choose-all]", form)) {
    box.checked = rows.length > 0 && chosen === rows.length;
    box.indeterminate = chosen > 0 && chosen < rows.length;
  }
  for (const line of all("[data-count]", form)) line.textContent = `${line.dataset.count} ${chosen}`;
}

for (const form of new Set(all("[data-choose-all]").map((box) => box.form))) {
  if (!form) continue;
  form.addEventListener("change", (event) => {
    if (event.target.matches("[data-choose-all]")) {
      for (const row of all("[data-choose]", form)) row.checked = event.target.checked;
    }
    if (event.target.matches("[data-choose], [data-choose-all]")) countChosen(form);
  });
  countChosen(form);
}

// ---- Menus close on Escape and on a click elsewhere ----

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of all("details.member[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of all("details.member[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// ---- Keyboard shortcuts ----

const KEEP = "shortcuts";
const SEQUENCE_MS = 1500;
const dialog = document.querySelector("dialog.shortcuts");

function kept() {
  // A browser that keeps nothing refuses even the question.
  try { return localStorage.getItem(KEEP); } catch { return null; }
}

function keep(value) {
  try { localStorage.setItem(KEEP, value); } catch { /* it then holds for this page */ }
}

let areOn = kept() !== "off";
let goUntil = 0;

function isTyping(target) {
  return target.isContentEditable || target.matches("input, textarea, select, [role=button]");
}

function move(step) {
  const links = all("[data-rows] > *").map((row) => row.querySelector("a, button")).filter(Boolean);
  if (!links.length) return;
  const here = links.findIndex((link) => link.closest("[data-rows] > *").contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : here + step;
  links[Math.max(0, Math.min(links.length - 1, next))].focus();
}

function edit() {
  const row = document.activeElement.closest("[data-rows] > *");
  const link = (row && row.querySelector("[data-edit]")) || document.querySelector("main [data-edit]");
  if (link) link.click();
}

function search() {
  const fields = all("main input[type=search], header input[type=search]");
  const field = fields.find((each) => each.checkVisibility());
  if (field) field.focus();
  return Boolean(field);
}

function press(key) {
  if (goUntil > Date.now()) {
    goUntil = 0;
    const link = dialog.querySelector(`[data-go="${CSS.escape(key)}"]`);
    if (link) location.assign(link.href);
    return Boolean(link);
  }
  if (key === "g") { goUntil = Date.now() + SEQUENCE_MS; return true; }
  if (key === "/") return search();
  if (key === "?") { dialog.showModal(); return true; }
  if (key === "j") { move(1); return true; }
  if (key === "k") { move(-1); return true; }
  if (key === "e") { edit(); return true; }
  return false;
}

if (dialog) {
  const box = dialog.querySelector("[data-shortcuts]");
  box.checked = areOn;
  box.addEventListener("change", () => {
    areOn = box.checked;
    keep(areOn ? "on" : "off");
  });
  for (const button of all(`[data-open="${dialog.id}"]`)) {
    button.addEventListener("click", () => dialog.showModal());
  }
  document.addEventListener("keydown", (event) => {
    if (!areOn || dialog.open || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target)) return;
    if (press(event.key)) event.preventDefault();
  });
}

// Suggests colleagues while one writes @ in a note. The list of them stands in the page; it is whole without script.
const MOST = 8;
const WORD = /(?:^|[^\p{L}\p{N}@.+/\\&=-])@([\p{L}\p{N}.-]*)$/u;

function bare(text) {
  return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}

function suggest(field) {
  const people = document.getElementById(field.dataset.mentions);
  if (!people) return;
  const everybody = [...people.querySelectorAll("[data-handle]")].map((row) => ({
    handle: row.dataset.handle,
    name: row.querySelector(".person-name").textContent,
  }));
  const list = document.createElement("ul");
  list.id = `${field.id}-suggestions`;
  list.className = "mentions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", people.dataset.label);
  list.hidden = true;
  const status = document.createElement("p");
  status.className = "unseen";
  status.setAttribute("role", "status");
  field.after(list, status);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-haspopup", "listbox");
  field.setAttribute("aria-controls", list.id);

  let found = [];
  let here = 0;

  function typed() {
    if (field.selectionStart !== field.selectionEnd) return null;
    const match = WORD.exec(field.value.slice(0, field.selectionStart));
    return match ? match[1] : null;
  }

  function close() {
    list.hidden = true;
    field.removeAttribute("aria-activedescendant");
  }

  function mark(place) {
    here = (place + found.length) % found.length;
    [...list.children].forEach((row, number) => row.setAttribute("aria-selected", String(number === here)));
    list.children[here].scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", list.children[here].id);
  }

  function choose(place) {
    const end = field.selectionStart;
    const start = end - typed().length;
    field.setRangeText(`${found[place].handle} `, start, end, "end");
    close();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }

  function show() {
    const word = typed();
    if (word === null) {
      close();
      status.textContent = "";
      return;
    }
    const start = bare(word);
    found = everybody
      .filter((each) => bare(each.handle).startsWith(start) || bare(each.name).split(/[\s-]+/).some((part) => part.startsWith(start)))
      .slice(0, MOST);
    if (!found.length) {
      close();
      status.textContent = people.dataset.none;
      return;
    }
    list.replaceChildren(...found.map((each, number) => {
      const row = document.createElement("li");
      row.id = `${list.id}-${number}`;
      row.setAttribute("role", "option");
      row.textContent = `${each.name} @${each.handle}`;
      // Pressing must not take the focus from the text.
      row.addEventListener("pointerdown", (event) => event.preventDefault());
      row.addEventListener("click", () => choose(number));
      return row;
    }));
    list.hidden = false;
    status.textContent = people.dataset.some.replace("#", found.length);
    mark(0);
  }

  field.addEventListener("input", show);
  field.addEventListener("click", show);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    const keys = {
      ArrowDown: () => mark(here + 1),
      ArrowUp: () => mark(here - 1),
      Enter: () => choose(here),
      Tab: () => choose(here),
      Escape: close,
    };
    if (!keys[event.key] || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  });
}

for (const field of document.querySelectorAll("[data-mentions]")) suggest(field);

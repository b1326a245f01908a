// Small comforts; every page is whole without them. Words come from the page, so that they are translated there.
"use strict";

const status = document.createElement("p");
status.className = "unseen";
status.setAttribute("role", "status");
document.body.append(status);

async function copy(text, done) {
  await navigator.clipboard.writeText(text);
  status.textContent = "";
  requestAnimationFrame(() => { status.textContent = done; });
}

// The quotation line gets a button that copies it.
for (const line of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = line.dataset.copy;
  button.addEventListener("click", async () => {
    await copy(line.textContent.trim(), line.dataset.done);
    button.textContent = line.dataset.done;
    setTimeout(() => { button.textContent = line.dataset.copy; }, 2500);
  });
  line.after(button);
}

// The link beside a heading still leads to it, and copies its address as well.
for (const anchor of document.querySelectorAll(".anchor")) {
  anchor.addEventListener("click", () => {
    if (navigator.clipboard) copy(anchor.href, anchor.dataset.done).catch(() => {});
  });
}

/**
 * The page's script. Everything essential works without it: it adds a theme switch, a filter, cells that open in
 * place, and opens what is folded before printing. It only moves and hides what is already there as elements;
 * no text ever becomes markup.
 */
export const PAGE_SCRIPT = `"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  root.classList.add("scripted");

  const theme = document.getElementById("theme");
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const nameTheme = () => { theme.textContent = dark() ? "Light" : "Dark"; };
  theme.addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; nameTheme(); });
  nameTheme();

  const reveal = (id) => {
    const target = id && document.getElementById(id);
    for (let at = target; at; at = at.parentElement) if (at.localName === "details") at.open = true;
    return target;
  };
  const revealHash = () => reveal(decodeURIComponent(location.hash.slice(1)))?.scrollIntoView();
  addEventListener("hashchange", revealHash);
  if (location.hash) revealHash();

  const panel = document.getElementById("panel");
  const shown = document.getElementById("panel-content");
  for (const cell of all("a.cell")) cell.addEventListener("click", (event) => {
    const inside = document.getElementById(cell.getAttribute("href").slice(1));
    const copy = inside.cloneNode(true);
    copy.removeAttribute("id");
    all("[id]", copy).forEach((element) => element.removeAttribute("id"));
    const heading = document.createElement("h3");
    heading.append(...inside.parentElement.querySelector("summary").cloneNode(true).childNodes);
    shown.replaceChildren(heading, copy);
    panel.showModal();
    panel.scrollTop = 0;
    event.preventDefault();
  });
  document.getElementById("panel-close").addEventListener("click", () => panel.close());
  panel.addEventListener("click", (event) => {
    if (event.target === panel || event.target.closest("a")) panel.close();
  });

  const rows = all("[data-filterable]").flatMap((list) => list.localName === "table" ? all("tbody > tr", list) : [...list.children])
    .map((element) => ({ element, text: element.textContent.toLowerCase() }));
  const filter = document.getElementById("filter");
  const tally = document.getElementById("tally");
  const apply = () => {
    const words = filter.value.toLowerCase().split(/\\s+/).filter(Boolean);
    let count = 0;
    for (const { element, text } of rows) {
      const match = words.every((word) => text.includes(word));
      element.hidden = !match;
      if (match) count++;
    }
    tally.textContent = words.length ? count + " of " + rows.length : "";
  };
  filter.addEventListener("input", apply);
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest("input")) { filter.focus(); event.preventDefault(); }
  });

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([open]):not(.exchange):not(.system)");
    opened.forEach((element) => { element.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((element) => { element.open = false; }));
})();
`;

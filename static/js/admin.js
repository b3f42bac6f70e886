/* Boxes in which one types to choose (select2) are made by script and say nothing of what they are for: told here. */
"use strict";

(() => {
  const nameOf = (select) => {
    const label = select.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    return select.getAttribute("aria-label") || (label ? label.textContent.trim().replace(/:$/, "") : "");
  };

  /* Name a box, and what in it is read out on its own. */
  const tell = (box) => {
    const select = box.previousElementSibling;
    const name = select && select.matches("select") ? nameOf(select) : "";
    if (!name) return;
    const selection = box.querySelector(".select2-selection");
    const shown = box.querySelector(".select2-selection__rendered");
    selection.removeAttribute("aria-labelledby");
    selection.setAttribute("aria-label", shown.title ? `${name}: ${shown.title}` : name);
    shown.removeAttribute("role");
    shown.removeAttribute("aria-readonly");
    for (const field of box.querySelectorAll(".select2-search__field")) field.setAttribute("aria-label", name);
    for (const list of box.querySelectorAll("ul")) list.setAttribute("role", "presentation");
    for (const item of box.querySelectorAll("ul > li")) item.setAttribute("role", "presentation");
  };

  const tellAll = (root) => {
    for (const box of root.querySelectorAll(".select2-container")) tell(box);
  };

  tellAll(document);
  new MutationObserver((changes) => {
    for (const change of changes) {
      const box = change.target.closest(".select2-container");
      if (box) tell(box);
      else for (const node of change.addedNodes) if (node.querySelectorAll) tellAll(node.parentNode || node);
    }
    for (const field of document.querySelectorAll(".select2-dropdown .select2-search__field:not([aria-label])")) {
      field.setAttribute("aria-label", document.documentElement.lang === "en" ? "Search" : "Tìm");
    }
  }).observe(document.body, { childList: true, subtree: true });
})();

/* Small conveniences. Every page does all of its work without this file. */
(() => {
  "use strict";

  const YEAR = 31536000;

  function submitOnChange(form) {
    const button = form.querySelector("button[type=submit]");
    button.hidden = true;
    form.addEventListener("change", () => form.requestSubmit());
    // Fields left empty stay out of the address, which is what gets sent to a colleague.
    form.addEventListener("formdata", (event) => {
      for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
    });
  }

  function markUnit(event) {
    const link = event.currentTarget;
    const slug = link.dataset.myUnit;
    const secure = location.protocol === "https:" ? "; secure" : "";
    event.preventDefault();
    document.cookie = `my_unit=${encodeURIComponent(slug)}; path=/; max-age=${slug ? YEAR : 0}; samesite=lax${secure}`;
    location.reload();
  }

  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
  }

  // A table that fits needs no frame of its own: its head then stays under the edge of the window.
  function fitTables() {
    const watcher = new ResizeObserver((entries) => {
      for (const { target } of entries) target.classList.toggle("fits", target.firstElementChild.scrollWidth <= target.clientWidth + 1);
    });
    for (const region of document.querySelectorAll(".table-region")) watcher.observe(region);
  }

  document.querySelectorAll("form[data-autosubmit]").forEach(submitOnChange);
  document.querySelectorAll("[data-my-unit]").forEach((link) => link.addEventListener("click", markUnit));
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.activeElement.closest("details.menu[open]");
    closeMenus();
    if (menu) menu.querySelector("summary").focus();
  });
  fitTables();
})();

/* What the rows of the tree page add up to, told while one types: exact, in whole billionths, never binary fractions. */
(() => {
  "use strict";

  const { separator, totals, counts, words } = JSON.parse(document.getElementById("tree-script").textContent);
  const BILLION = 10n ** 9n;
  const METHODS = ["appraisal", "satisfaction", "survey", "outcome"];
  const LEVELS = ["field", "criterion", "subcriterion"];

  const field = (row, name) => row.querySelector(`[name="${name}"]`);
  const fill = (text, ...values) => values.reduce((filled, value, place) => filled.replace(`{${place}}`, value), text);

  function points(text) {
    const match = /^([-−]?)(\d{1,9})(?:[.,](\d{1,9}))?$/.exec(text.replace(/\s/g, ""));
    if (!match) return null;
    const whole = BigInt(match[2]) * BILLION + BigInt((match[3] || "").padEnd(9, "0"));
    return match[1] ? -whole : whole;
  }

  function shown(value) {
    const digits = String(value < 0n ? -value : value).padStart(10, "0");
    const places = digits.slice(-9).replace(/0+$/, "");
    return `${value < 0n ? "−" : ""}${digits.slice(0, -9)}${places && separator + places}`;
  }

  function difference(by) {
    if (by === 0n) return "";
    return fill(by > 0n ? words.over : words.short, shown(by > 0n ? by : -by));
  }

  function reckon(list) {
    const rows = list.map((row) => ({
      row,
      depth: Number(row.dataset.depth),
      own: points(field(row, "max_points").value),
      method: field(row, "method").value,
      kind: field(row, "kind").value,
      children: [],
    }));
    const open = [];
    const fields = [];
    for (const one of rows) {
      const parent = one.depth ? open[one.depth - 1] : null;
      if (parent && parent.kind !== "ordinary") one.kind = parent.kind;
      if (parent) parent.children.push(one);
      else if (!one.depth) fields.push(one);
      open.length = one.depth;
      open[one.depth] = one;
    }
    for (const one of [...rows].reverse()) {
      one.sum = sumOf(one.children.filter((child) => child.kind === one.kind));
      one.maximum = one.own === null ? one.sum : one.own;
    }
    return { rows, whole: sumOf(fields.filter((one) => one.kind === "ordinary")) };
  }

  function sumOf(parts) {
    if (!parts.length || parts.some((part) => part.maximum === null)) return null;
    return parts.reduce((sum, part) => sum + part.maximum, 0n);
  }

  function put(place, value, word) {
    place.querySelector(".value").textContent = value;
    place.querySelector(".word").textContent = word;
    place.classList.toggle("off", word !== "");
  }

  function item(key) {
    return document.querySelector(`#tree-bar [data-item="${key}"]`);
  }

  // What nothing is written into is not sent either.
  function isBlank(row) {
    return !field(row, "pk").value && ["code", "name", "max_points"].every((name) => !field(row, name).value.trim());
  }

  function recount(list) {
    const { rows, whole } = reckon(list.filter((row) => !isBlank(row)));
    let off = 0;
    let first = null;
    for (const one of rows) {
      const word = one.sum === null || one.own === null ? "" : difference(one.sum - one.own);
      put(one.row.querySelector(".c-sum"), one.sum === null ? "" : shown(one.sum), word);
      if (word || (!one.children.length && one.own === null)) {
        off += 1;
        first = first || field(one.row, "max_points");
      }
    }
    const leaves = rows.filter((one) => !one.children.length);
    off += recountTotals(whole, leaves) + recountRows(rows, leaves);
    const state = document.getElementById("tree-state");
    state.classList.toggle("off", off > 0);
    const text = off === 1 ? words.unsettledOne : words.unsettled;
    state.querySelector(".text").textContent = off ? fill(text, off) : rows.length ? words.settled : "";
    const link = document.getElementById("first-off");
    link.hidden = !first;
    if (first) link.hash = first.id;
  }

  function recountTotals(whole, leaves) {
    const ordinary = leaves.filter((one) => one.kind === "ordinary");
    const mixed = ordinary.some((one) => one.method === "mixed");
    const unknown = leaves.some((one) => one.own === null);
    let off = 0;
    const stated = totals.total ? points(totals.total) : null;
    const word = whole === null || stated === null ? "" : difference(whole - stated);
    put(item("total"), whole === null ? "–" : shown(whole), word);
    off += word ? 1 : 0;
    for (const method of [...METHODS, "mixed"]) {
      const given = ordinary.filter((one) => one.method === method && one.own !== null);
      const sum = given.reduce((all, one) => all + one.own, 0n);
      const laidDown = totals[method] ? points(totals[method]) : null;
      const missing = laidDown === null || mixed ? "" : difference(sum - laidDown);
      put(item(method), shown(sum), missing);
      item(method).hidden = laidDown === null && sum === 0n;
      off += missing && !unknown ? 1 : 0;
    }
    return off;
  }

  function recountRows(rows, leaves) {
    let off = 0;
    LEVELS.forEach((level, depth) => {
      const number = rows.filter((one) => one.depth === depth && one.kind === "ordinary").length;
      const stated = counts[level];
      const word = stated === undefined ? "" : difference(BigInt(number - stated) * BILLION);
      put(item(level), number, word);
      off += word ? 1 : 0;
    });
    put(item("leaves"), leaves.length, "");
    return off;
  }

  window.treeSums = { fill, recount };
})();

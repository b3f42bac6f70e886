/* The tree page: rows are moved, added and taken away here. What they add up to is told by tree-sums.js.
   Fields repeat, one of each name a row, so that the order of the rows is the order in which they are sent. */
(() => {
  "use strict";

  const form = document.getElementById("tree_form");
  const { levels, words } = JSON.parse(document.getElementById("tree-script").textContent);
  const body = document.querySelector("#tree tbody");
  const locked = "locked" in form.dataset;
  const STEP = 10;
  const UNDONE_AT_MOST = 50;

  const list = () => [...body.rows];
  const field = (row, name) => row.querySelector(`[name="${name}"]`);
  const depthOf = (row) => Number(row.dataset.depth);
  const { fill } = window.treeSums;
  const recount = () => locked || window.treeSums.recount(list());
  const say = (text) => (document.getElementById("tree-said").textContent = text);

  // The row in hand

  let current = null;
  let column = "name";
  let unsaved = "unsaved" in form.dataset;
  let made = 0;
  let entered = null;
  const undoable = [];

  function nameOf(row) {
    return field(row, "code").value.trim() || fill(words.row, list().indexOf(row) + 1);
  }

  function takeInHand(row) {
    if (current) current.classList.remove("current");
    current = row;
    if (!row) return;
    row.classList.add("current");
    const said = document.getElementById("in-hand");
    if (said) said.textContent = nameOf(row);
  }

  function focusOn(row, name = column) {
    if (!row) return;
    const wanted = field(row, name);
    const target = wanted && wanted.offsetParent ? wanted : row.querySelector(".c-name textarea, .c-code input");
    takeInHand(row);
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  }

  function branch(row) {
    const found = [row];
    for (let next = row.nextElementSibling; next && depthOf(next) > depthOf(row); next = next.nextElementSibling) found.push(next);
    return found;
  }

  function setDepth(row, depth) {
    row.dataset.depth = depth;
    field(row, "level").value = depth;
    row.querySelector(".level-name").textContent = levels[depth];
  }

  // What can be undone: the order of the rows with their depths, and the texts that the step itself writes.

  function remember(...names) {
    undoable.push({
      names,
      focus: [current, column],
      rows: list().map((row) => ({ row, depth: depthOf(row), texts: names.map((name) => field(row, name).value) })),
    });
    if (undoable.length > UNDONE_AT_MOST) undoable.shift();
    unsaved = true;
  }

  function undo() {
    const last = undoable.pop();
    if (!last) return say(words.nothingToUndo);
    body.replaceChildren(...last.rows.map(({ row }) => row));
    for (const { row, depth, texts } of last.rows) {
      setDepth(row, depth);
      last.names.forEach((name, place) => (field(row, name).value = texts[place]));
    }
    recount();
    focusOn(last.focus[0] && last.focus[0].isConnected ? last.focus[0] : list()[0], last.focus[1]);
    return say(words.undone);
  }

  function blank(depth) {
    const row = document.getElementById("new-row").content.firstElementChild.cloneNode(true);
    made += 1;
    for (const one of row.querySelectorAll("[id], [for]")) {
      if (one.id) one.id = one.id.replace("new-", `n${made}-`);
      if (one.htmlFor) one.htmlFor = one.htmlFor.replace("new-", `n${made}-`);
    }
    setDepth(row, depth);
    return row;
  }

  function nextCode(code) {
    const match = /^(.*?)(\d+)$/.exec(code.trim());
    if (!match) return "";
    const next = match[1] + (Number(match[2]) + 1);
    return list().some((row) => field(row, "code").value.trim() === next) ? "" : next;
  }

  function add(row, { child = false } = {}) {
    if (child && depthOf(row) === 2) return say(words.deepest);
    remember();
    const fresh = blank(row ? depthOf(row) + (child ? 1 : 0) : 0);
    const under = row ? branch(row) : [];
    if (row) {
      const code = field(row, "code").value.trim();
      const siblings = under.filter((one) => depthOf(one) === depthOf(row) + 1);
      const before = child && siblings.length ? field(siblings[siblings.length - 1], "code").value : child ? code && `${code}.0` : code;
      field(fresh, "code").value = nextCode(before || "");
      under[under.length - 1].after(fresh);
    } else body.append(fresh);
    recount();
    focusOn(fresh, field(fresh, "code").value ? "name" : "code");
    return say(fill(words.added, field(fresh, "code").value));
  }

  function remove(row) {
    remember();
    const gone = branch(row);
    const name = nameOf(row);
    const next = gone[gone.length - 1].nextElementSibling || row.previousElementSibling;
    for (const one of gone) one.remove();
    if (!body.rows.length) body.append(blank(0));
    recount();
    focusOn(next || body.rows[0]);
    say(gone.length > 1 ? fill(words.removed, name, gone.length - 1) : fill(words.removedOne, name));
  }

  // Where a branch lands one step up or down: among its siblings, else as the last or first under the next parent.

  function placeAbove(row) {
    const depth = depthOf(row);
    let one = row.previousElementSibling;
    while (one && depthOf(one) > depth) one = one.previousElementSibling;
    if (!one || depthOf(one) === depth) return one;
    const before = one.previousElementSibling;
    return before && depthOf(before) >= depth - 1 ? one : null;
  }

  function placeBelow(row) {
    const depth = depthOf(row);
    const own = branch(row);
    let one = own[own.length - 1].nextElementSibling;
    if (one && depthOf(one) === depth) return branch(one).pop();
    while (one && depthOf(one) !== depth - 1) one = one.nextElementSibling;
    return one;
  }

  function move(row, up) {
    const place = up ? placeAbove(row) : placeBelow(row);
    if (!place) return say(up ? words.first : words.last);
    remember();
    const moved = branch(row);
    if (up) place.before(...moved);
    else place.after(...moved);
    recount();
    focusOn(row);
    return say(fill(words.moved, nameOf(row), list().indexOf(row) + 1));
  }

  function indent(row) {
    const before = row.previousElementSibling;
    const own = branch(row);
    const deepest = Math.max(...own.map(depthOf));
    if (!before || depthOf(before) < depthOf(row) || deepest === 2) return say(words.deepest);
    remember();
    for (const one of own) setDepth(one, depthOf(one) + 1);
    return levelled(row);
  }

  function outdent(row) {
    if (!depthOf(row)) return say(words.highest);
    remember();
    const own = branch(row);
    let parent = row.previousElementSibling;
    while (parent && depthOf(parent) >= depthOf(row)) parent = parent.previousElementSibling;
    // Its siblings stay where they are: it goes behind the last of them.
    if (parent) branch(parent).pop().after(...own);
    for (const one of own) setDepth(one, depthOf(one) - 1);
    return levelled(row);
  }

  function levelled(row) {
    recount();
    focusOn(row);
    say(fill(words.levelled, nameOf(row), levels[depthOf(row)]));
  }

  function renumber() {
    remember("code");
    const numbers = [];
    for (const row of list()) {
      const depth = depthOf(row);
      while (numbers.length < depth) numbers.push(1);
      numbers.length = Math.max(depth, Math.min(numbers.length, depth + 1));
      numbers[depth] = (numbers[depth] || 0) + 1;
      field(row, "code").value = numbers.join(".");
    }
    takeInHand(current);
    say(fill(words.renumbered, body.rows.length));
  }

  const DEEDS = {
    below: (row) => add(row),
    child: (row) => add(row, { child: true }),
    up: (row) => move(row, true),
    down: (row) => move(row, false),
    in: indent,
    out: outdent,
    remove,
    undo,
    renumber,
  };

  // Several lines from a spreadsheet: cells are parted by tabs, and one with a line break in it stands in quotes.

  function cellsOf(text) {
    const lines = [[""]];
    let quoted = false;
    for (const letter of text.replace(/\r\n?/g, "\n").replace(/\n$/, "")) {
      const line = lines[lines.length - 1];
      const last = line.length - 1;
      if (letter === '"' && (quoted || !line[last])) quoted = !quoted;
      else if (letter === "\t" && !quoted) line.push("");
      else if (letter === "\n" && !quoted) lines.push([""]);
      else line[last] += letter === "\n" ? " " : letter;
    }
    return lines.map((line) => line.map((cell) => cell.trim())).filter((line) => line.some((cell) => cell));
  }

  function depthOfCode(code, otherwise) {
    return /^\d+(\.\d+)*\.?$/.test(code) ? Math.min(2, code.replace(/\.$/, "").split(".").length - 1) : otherwise;
  }

  function paste(event) {
    const { name } = event.target;
    const text = event.clipboardData.getData("text/plain");
    if (!["code", "name"].includes(name) || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const columns = name === "code" ? ["code", "name", "max_points"] : ["name", "max_points"];
    remember("code", "name", "max_points");
    let row = event.target.closest("tr");
    let free = columns.every((one) => !field(row, one).value.trim());
    const lines = cellsOf(text);
    let isFirst = true;
    for (const line of lines) {
      const depth = name === "code" ? depthOfCode(line[0], depthOf(row)) : depthOf(row);
      if (!free) {
        const fresh = blank(depth);
        (isFirst ? branch(row).pop() : row).after(fresh);
        row = fresh;
      }
      setDepth(row, depth);
      columns.forEach((one, place) => (field(row, one).value = line[place] || ""));
      free = isFirst = false;
    }
    recount();
    focusOn(row, name);
    say(fill(words.pasted, lines.length));
  }

  // The keyboard

  const ALT = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "out", ArrowRight: "in", Delete: "remove", Backspace: "undo", Enter: "below" };

  function deedOf(event) {
    if (event.ctrlKey || event.metaKey) return null;
    if (event.key === "Insert" && !event.altKey && !event.shiftKey) return "below";
    if (!event.altKey) return null;
    if (event.shiftKey) return event.key === "Enter" ? "child" : null;
    return ALT[event.key] || null;
  }

  function stepOf(event) {
    const { target, key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return 0;
    // Where there are suggestions, Enter and the arrows choose among them; in a select the arrows do.
    if (target.list) return 0;
    if (key === "Enter" && !event.isComposing) return 1;
    if (target.tagName === "SELECT") return 0;
    // In a longer text the arrows move inside it first.
    const isLong = target.tagName === "TEXTAREA";
    if (key === "ArrowUp") return !isLong || target.selectionEnd === 0 ? -1 : 0;
    if (key === "ArrowDown") return !isLong || target.selectionStart === target.value.length ? 1 : 0;
    return 0;
  }

  function onKey(event) {
    const row = event.target.closest("tbody tr");
    if (!row || !event.target.name) return;
    const deed = locked ? null : deedOf(event);
    if (deed) {
      event.preventDefault();
      DEEDS[deed](row);
      return;
    }
    const step = stepOf(event);
    entered = !step && event.key === "Enter" ? event.target : null;
    if (!step) return;
    event.preventDefault();
    focusOn(step > 0 ? row.nextElementSibling : row.previousElementSibling, event.target.name);
  }

  // A fault stands at its field until the field is changed.
  function onInput(event) {
    const { target } = event;
    unsaved = true;
    if (target.getAttribute("aria-invalid")) {
      target.removeAttribute("aria-invalid");
      const fault = document.getElementById(target.getAttribute("aria-describedby"));
      if (fault) fault.remove();
      target.removeAttribute("aria-describedby");
    }
    if (["code", "name", "max_points", "method", "kind"].includes(target.name)) recount();
    if (target.name === "code") takeInHand(target.closest("tr"));
  }

  // Enter in a field sends a form by itself; here it leads to the row below.
  function onSubmit(event) {
    if (entered) {
      event.preventDefault();
      focusOn(entered.closest("tr").nextElementSibling, entered.name);
      entered = null;
      return;
    }
    unsaved = false;
    list().forEach((row, place) => {
      const order = field(row, "order");
      if (order) order.value = STEP * (place + 1);
    });
  }

  function start() {
    document.documentElement.classList.add("with-script");
    for (const row of body.querySelectorAll("[data-spare]")) if (body.rows.length > 1) row.remove();
    body.addEventListener("focusin", (event) => {
      const row = event.target.closest("tr");
      if (event.target.name) column = event.target.name;
      if (row !== current) takeInHand(row);
    });
    body.addEventListener("keydown", onKey);
    body.addEventListener("keyup", () => (entered = null));
    body.addEventListener("input", onInput);
    form.addEventListener("submit", onSubmit);
    window.addEventListener("beforeunload", (event) => unsaved && event.preventDefault());
    const wrong = document.querySelector("[data-wrong]");
    if (wrong) wrong.focus();
    if (locked) return;
    body.addEventListener("paste", paste);
    const tools = document.getElementById("tree-tools");
    tools.hidden = false;
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) DEEDS[button.dataset.do](current || body.rows[0]);
    });
    takeInHand(body.rows[0]);
    recount();
  }

  start();
})();

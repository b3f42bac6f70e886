/* The supervisors' door: files dropped, sent with true progress, read one after another. Every page works without it. */
(() => {
  "use strict";

  const EVERY = 500;
  const JSON_PLEASE = { Accept: "application/json" };

  const wait = (time) => new Promise((done) => setTimeout(done, time));
  const ask = async (address) => (await fetch(address, { headers: JSON_PLEASE })).json();

  function post(address, data) {
    return fetch(address, { method: "POST", body: data, headers: JSON_PLEASE }).then((answer) => {
      if (!answer.ok) throw new Error(answer.status);
      return answer.json();
    });
  }

  // Sending

  function list(box, refused) {
    box.replaceChildren(
      ...refused.map(({ name, message }) => {
        const item = document.createElement("li");
        item.textContent = name ? `${name}: ${message}` : message;
        return item;
      })
    );
  }

  function linkTo(file) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = file.href;
    link.textContent = file.name;
    item.append(link);
    return item;
  }

  // One file by one: so many bytes of so many are true, and one that is refused keeps none of the others back.
  function send(form, file, told) {
    const data = new FormData(form);
    data.delete("files");
    data.append("files", file);
    return new Promise((done, failed) => {
      const request = new XMLHttpRequest();
      request.open("POST", form.action);
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      request.upload.addEventListener("progress", (event) => told(event.loaded));
      request.addEventListener("load", () => (request.response ? done(request.response) : failed(new Error(request.status))));
      request.addEventListener("error", failed);
      request.send(data);
    });
  }

  async function sendAll(form, files) {
    const box = form.querySelector("[data-sending]");
    const bar = box.querySelector("progress");
    const words = box.querySelector("[role=status]");
    const limit = Number(form.dataset.maxBytes);
    const refused = files.filter((file) => file.size > limit).map((file) => ({ name: file.name, message: form.dataset.tooLarge }));
    const going = files.filter((file) => file.size <= limit);
    const all = going.reduce((sum, file) => sum + file.size, 0) || 1;
    const received = [];
    let sent = 0;
    box.hidden = false;
    form.querySelector("button[type=submit]").disabled = true;
    for (const [place, file] of going.entries()) {
      words.textContent = `${form.dataset.sendingWords} ${place + 1}/${going.length}: ${file.name}`;
      try {
        const answer = await send(form, file, (loaded) => {
          bar.value = (100 * Math.min(sent + loaded, all)) / all;
        });
        received.push(...answer.received);
        refused.push(...answer.refused);
      } catch {
        refused.push({ name: file.name, message: form.dataset.failed });
      }
      sent += file.size;
    }
    list(box.querySelector("[data-refused]"), refused);
    words.textContent = "";
    bar.hidden = true;
    form.querySelector("button[type=submit]").disabled = false;
    if (refused.length) {
      await readAll(received.map((file) => file.href));
      box.querySelector("[data-received]").replaceChildren(...received.map(linkTo));
      return;
    }
    if (received.length === 1) location.assign(received[0].href);
    else location.reload();
  }

  function dropZone(form) {
    const input = form.querySelector("input[type=file]");
    form.addEventListener("submit", (event) => {
      if (!input.files.length) return;
      event.preventDefault();
      sendAll(form, [...input.files]);
    });
    form.addEventListener("dragover", (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
    form.addEventListener("dragleave", (event) => {
      if (!form.contains(event.relatedTarget)) form.classList.remove("over");
    });
    form.addEventListener("drop", (event) => {
      event.preventDefault();
      form.classList.remove("over");
      const files = [...event.dataTransfer.files];
      if (files.length && form.reportValidity !== undefined) sendAll(form, input.multiple ? files : files.slice(0, 1));
    });
  }

  // Reading and storing, with how far they are

  async function follow(progress, bar, words) {
    for (;;) {
      const told = await ask(progress);
      if (!told.is_busy) return told;
      bar.value = told.percent;
      if (words.textContent !== told.text) words.textContent = told.text;
      await wait(EVERY);
    }
  }

  // What the server answers to what was asked of it, with how far it is meanwhile; nothing where it could not.
  async function watched(work, progress, bar, words) {
    let answer;
    const done = work.then(
      (told) => {
        answer = told;
      },
      () => {
        answer = null;
      }
    );
    while (answer === undefined) {
      const told = await ask(progress).catch(() => ({}));
      if (told.percent) {
        bar.value = told.percent;
        if (words.textContent !== told.text) words.textContent = told.text;
      }
      await Promise.race([done, wait(EVERY)]);
    }
    return answer;
  }

  function show(...pieces) {
    for (const piece of pieces) piece.hidden = false;
  }

  function hide(...pieces) {
    for (const piece of pieces) piece.hidden = true;
  }

  async function work(section) {
    const bar = section.querySelector("progress");
    const words = section.querySelector("[data-told]");
    const form = section.querySelector("form");
    if (section.dataset.stalled !== undefined) return;
    show(bar, words);
    if (form) {
      form.hidden = true;
      const data = new FormData(form);
      data.set("do", "read");
      if (!(await watched(post(form.action, data), section.dataset.progress, bar, words))) {
        form.hidden = false;
        hide(bar, words);
        return;
      }
    } else {
      await follow(section.dataset.progress, bar, words);
    }
    location.replace(location.pathname);
  }

  function storing(form) {
    const bar = form.querySelector("progress");
    const words = form.querySelector("[data-told]");
    const button = form.querySelector("button");
    async function store(event) {
      event.preventDefault();
      const data = new FormData(form);
      data.set("do", "store");
      button.disabled = true;
      show(bar, words);
      const answer = await watched(post(form.action, data), form.dataset.progress, bar, words);
      button.disabled = false;
      hide(bar, words);
      if (!answer) {
        form.removeEventListener("submit", store);
        form.requestSubmit(button);
      } else if (new URL(answer.href, location).pathname === location.pathname) location.replace(location.pathname);
      else location.assign(answer.href);
    }
    form.addEventListener("submit", store);
  }

  // The files of a desk that nobody has read yet, one after another.

  async function readAll(addresses) {
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    for (const address of addresses) {
      const data = new FormData();
      data.set("csrfmiddlewaretoken", token);
      data.set("do", "read");
      await post(`${address}step/`, data);
    }
  }

  async function readWaiting(form) {
    const rows = [...document.querySelectorAll("tr[data-reading] a")];
    const words = form.querySelector("[data-told]");
    form.querySelector("button").hidden = true;
    try {
      for (const [place, link] of rows.entries()) {
        words.textContent = `${words.dataset.words} ${place + 1}/${rows.length}: ${link.textContent}`;
        await readAll([link.pathname]);
      }
      location.reload();
    } catch {
      // Not tried again by itself: a file that the server cannot read would be asked for without end.
      words.textContent = "";
      form.querySelector("button").hidden = false;
    }
  }

  document.querySelectorAll("[data-drop]").forEach(dropZone);
  document.querySelectorAll("[data-work]").forEach(work);
  document.querySelectorAll("[data-store]").forEach(storing);
  document.querySelectorAll("[data-read-waiting]").forEach(readWaiting);
})();

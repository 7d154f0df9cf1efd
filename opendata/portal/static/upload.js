// Files can be dragged onto the form, are listed and can be taken away again, and the progress of sending them is shown.
// Without this script the form works as every form does.
"use strict";

(function () {
  const form = document.getElementById("upload");
  const input = document.getElementById("file");
  const drop = document.getElementById("drop");
  const text = document.getElementById("progress-text");
  const bar = document.getElementById("bar");
  const list = document.getElementById("chosen");
  const ended = document.getElementById("ended");
  let chosen = [];
  const button = form.querySelector("button[type=submit]");

  drop.querySelector(".drop-here").hidden = false;
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, function (event) {
      event.preventDefault();
      drop.classList.add("over-here");
    });
  }
  drop.addEventListener("dragleave", function (event) {
    if (!drop.contains(event.relatedTarget)) drop.classList.remove("over-here");
  });
  drop.addEventListener("drop", function (event) {
    event.preventDefault();
    drop.classList.remove("over-here");
    choose([...chosen, ...event.dataTransfer.files]);
  });
  input.addEventListener("change", function () {
    choose([...chosen, ...input.files]);
  });

  // Files that are chosen one after another are sent together; a second one of the same name takes the first one's place.
  function choose(files) {
    chosen = files.filter((file, place) => !files.slice(place + 1).some((later) => later.name === file.name));
    const sent = new DataTransfer();
    for (const file of chosen) sent.items.add(file);
    input.files = sent.files;
    list.hidden = chosen.length === 0;
    list.replaceChildren(...chosen.map(line));
  }

  function line(file) {
    const item = document.createElement("li");
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = form.dataset.remove;
    remove.setAttribute("aria-label", form.dataset.remove + ": " + file.name);
    remove.addEventListener("click", function () {
      choose(chosen.filter((other) => other !== file));
      input.focus();
    });
    const kilobytes = new Intl.NumberFormat(document.documentElement.lang).format(Math.ceil(file.size / 1000));
    item.append(file.name + " ", Object.assign(document.createElement("span"), { textContent: kilobytes + " kB" }), " ", remove);
    return item;
  }

  function warn(event) {
    event.preventDefault();
  }

  function say(message) {
    document.getElementById("progress").hidden = false;
    text.textContent = message;
  }

  // A session may have ended while the form was filled, or somebody signed in anew in another window: then the form
  // needs another token. Files that are chosen stay chosen, which no page that is loaded anew could bring back.
  async function renewed() {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("#upload input[name=csrf_token]");
    if (fresh) form.querySelector("input[name=csrf_token]").value = fresh.value;
    return fresh !== null;
  }

  function broken() {
    button.disabled = false;
    bar.value = 0;
    say(form.dataset.broken);
  }

  form.addEventListener("submit", async function (event) {
    const bytes = Array.from(input.files).reduce((sum, file) => sum + file.size, 0);
    event.preventDefault();
    if (bytes > Number(form.dataset.most)) {
      say(form.dataset.large);
      return;
    }
    button.disabled = true;
    try {
      ended.hidden = await renewed();
    } catch {
      broken();
      return;
    }
    if (!ended.hidden) {
      button.disabled = false;
      return;
    }
    say(form.dataset.sending);
    addEventListener("beforeunload", warn);
    const request = new XMLHttpRequest();
    request.open("POST", form.action || location.href);
    request.setRequestHeader("Accept", "text/html");
    request.setRequestHeader("X-Portal-Script", "upload");
    request.upload.addEventListener("progress", function (sent) {
      if (sent.lengthComputable) bar.value = (100 * sent.loaded) / sent.total;
    });
    request.upload.addEventListener("load", function () {
      removeEventListener("beforeunload", warn); // it has arrived: closing the page loses nothing any more
      bar.removeAttribute("value");
      say(form.dataset.checking);
    });
    request.addEventListener("load", function () {
      const onward = request.getResponseHeader("X-Portal-Onward");
      if (onward) {
        location.assign(onward);
        return;
      }
      document.open();
      document.write(request.responseText);
      document.close();
    });
    request.addEventListener("error", function () {
      removeEventListener("beforeunload", warn);
      broken();
    });
    request.send(new FormData(form));
  });
})();

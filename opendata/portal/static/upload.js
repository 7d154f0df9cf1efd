// Files can be dragged onto the form, and the progress of sending them is shown. Without this script the form works
// as every form does.
"use strict";

(function () {
  const form = document.getElementById("upload");
  const input = document.getElementById("file");
  const drop = document.getElementById("drop");
  const text = document.getElementById("progress-text");
  const bar = document.getElementById("bar");
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
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });

  function say(message) {
    document.getElementById("progress").hidden = false;
    text.textContent = message;
  }

  form.addEventListener("submit", function (event) {
    const bytes = Array.from(input.files).reduce((sum, file) => sum + file.size, 0);
    event.preventDefault();
    if (bytes > Number(form.dataset.most)) {
      say(form.dataset.large);
      return;
    }
    button.disabled = true;
    say(form.dataset.sending);
    const request = new XMLHttpRequest();
    request.open("POST", form.action || location.href);
    request.setRequestHeader("Accept", "text/html");
    request.setRequestHeader("X-Portal-Script", "upload");
    request.upload.addEventListener("progress", function (sent) {
      if (sent.lengthComputable) bar.value = (100 * sent.loaded) / sent.total;
    });
    request.upload.addEventListener("load", function () {
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
      button.disabled = false;
      bar.value = 0;
      say(form.dataset.broken);
    });
    request.send(new FormData(form));
  });
})();

// While a job checks an upload, its progress is asked for every other second, and the page that follows is shown once it
// is done. Without this script the page loads itself anew, which takes the focus and whatever is read out back to its top.
"use strict";

(function () {
  const far = document.getElementById("far");
  const bar = document.querySelector("progress");

  async function ask() {
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const now = page.getElementById("far");
      if (answer.status < 500 && !now) {
        location.replace(location.href);
        return;
      }
      if (now && now.textContent !== far.textContent) {
        far.textContent = now.textContent;
        bar.value = page.querySelector("progress").value;
      }
    } catch {
      // The connection is lost for a moment; it is asked again.
    }
    setTimeout(ask, 2000);
  }

  setTimeout(ask, 2000);
})();

// Each request that reads can be tried in the page: its answer is shown with status, headers and the beginning of its body.
// Without this script the page is a reference with lines for curl.
"use strict";

(function () {
  const MOST_CHARACTERS = 20000;
  const MOST_BYTES = 2000000;

  for (const form of document.querySelectorAll("form.try")) {
    form.hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      ask(form);
    });
  }

  function address(form) {
    let path = form.dataset.path;
    const query = [];
    for (const field of form.elements) {
      const value = field.value;
      if (field.dataset.in === "path") path = path.replace("{" + field.name + "}", part(value));
      if (field.dataset.in !== "query" || value === "") continue;
      // Filters are written as they stand in an address: field__lt=2027&phase=planning.
      if (field.name === "filters") query.push(value);
      else query.push(encodeURIComponent(field.name) + "=" + encodeURIComponent(value));
    }
    return form.dataset.base + path + (query.length ? "?" + query.join("&") : "");
  }

  // As the service writes keys in addresses: "." and ".." would lead elsewhere.
  function part(text) {
    return encodeURIComponent(/^~*\.{1,2}$/.test(text) ? "~" + text : text);
  }

  async function ask(form) {
    const answer = form.querySelector(".try-answer");
    const words = answer.dataset;
    const token = form.elements.token;
    const headers = token ? { Authorization: "Bearer " + token.value } : {};
    const url = address(form);
    answer.replaceChildren(line("p", words.waiting));
    try {
      // No cookie goes along: programs have none.
      const response = await fetch(url, { headers: headers, credentials: "omit", cache: "no-store" });
      show(answer, words, url, response, await body(response, words));
    } catch {
      answer.replaceChildren(line("p", words.failed));
    }
  }

  async function body(response, words) {
    const type = response.headers.get("Content-Type") || "";
    if (!/json|text|xml|calendar|sparql/.test(type) || /spreadsheet/.test(type)) {
      const length = response.headers.get("Content-Length") || "?";
      if (response.body) await response.body.cancel();
      return words.binary + " " + length + " (" + type + ")";
    }
    let text = await beginning(response);
    if (/json/.test(type) && !/ndjson/.test(type)) {
      try {
        text = JSON.stringify(JSON.parse(text), null, 2);
      } catch {
        // It is only the beginning: it stays as it came.
      }
    }
    return text.length > MOST_CHARACTERS ? text.slice(0, MOST_CHARACTERS) + "\n… " + words.cut : text;
  }

  // The first bytes of an answer; of a long one no more is loaded.
  async function beginning(response) {
    if (!response.body) return "";
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let text = "";
    for (let bytes = 0; bytes < MOST_BYTES; ) {
      const { done, value } = await reader.read();
      if (done) return text + decoder.decode();
      bytes += value.length;
      text += decoder.decode(value, { stream: true });
    }
    await reader.cancel();
    return text;
  }

  function show(answer, words, url, response, text) {
    const status = line("p", response.status + " " + response.statusText);
    status.className = "try-status";
    const told = [...response.headers].map(([name, value]) => name + ": " + value).join("\n");
    answer.replaceChildren(
      line("h4", words.answer),
      line("p", "GET " + url),
      status,
      line("h4", words.headers),
      block(told),
      line("h4", words.body),
      block(text),
    );
  }

  function line(name, text) {
    const element = document.createElement(name);
    element.textContent = text;
    return element;
  }

  function block(text) {
    const element = line("pre", text);
    element.tabIndex = 0;
    return element;
  }
})();

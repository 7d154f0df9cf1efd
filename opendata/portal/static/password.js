// Passwords: whoever types one may look at it, and whoever chooses one sees how strong it is.
// Nothing of a password leaves the page before its form is sent: what is tried first is a list that the page fetches.
// Without this script every form works as well; what may not be taken is decided by the service alone.
"use strict";

(function () {
  const PAUSE = 500; // milliseconds after the last key, so that not every letter is read out
  const WORD = 3; // letters as which a word of the list counts: 26³ of them are as many as the list has words
  const GOOD = 10, STRONG = 16; // letters that have to be guessed

  function show(button, isShown) {
    document.getElementById(button.getAttribute("aria-controls")).type = isShown ? "text" : "password";
    button.setAttribute("aria-pressed", String(isShown));
  }

  document.querySelectorAll("button.reveal").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      show(button, button.getAttribute("aria-pressed") !== "true");
    });
    // A browser that keeps what was typed into fields of text must not keep this.
    button.form.addEventListener("submit", () => show(button, false));
  });

  function repeatedPiece(text) {
    const length = (text + text).indexOf(text, 1);
    return length > 0 ? text.slice(0, length) : text;
  }

  // As identity/passwords.py: the whole text, or the word in it, as often as it is repeated.
  function isAmong(text, bare, words) {
    return words.has(repeatedPiece(text)) || words.has(repeatedPiece(bare));
  }

  // Of signs that repeat or follow one another (aaaa, 1234) the first two count.
  function signsToGuess(piece) {
    let count = 0, before = 0, step = NaN;
    for (const sign of piece) {
      const next = sign.codePointAt(0) - before;
      if (next !== step || Math.abs(next) > 1) count += 1;
      before = sign.codePointAt(0);
      step = next;
    }
    return count;
  }

  // How many letters drawn at random are as hard to guess.
  function lettersToGuess(text, common) {
    const pieces = new Set(text.match(/\p{L}+|[^\p{L}]+/gu));
    let count = 0;
    for (const piece of pieces) count += common.has(piece) ? Math.min(WORD, piece.length) : signsToGuess(piece);
    return count;
  }

  function judged(password, shortest, own, common) {
    const text = password.toLowerCase().replaceAll("ß", "ss");
    const bare = text.replace(/^[^\p{L}\p{Nl}\p{No}]+|[^\p{L}\p{Nl}\p{No}]+$/gu, "");
    if ([...password].length < shortest) return "missing";
    if (isAmong(text, bare, own)) return "own-name";
    if (!bare || isAmong(text, bare, common)) return "refused";
    const letters = lettersToGuess(text, common);
    return letters >= STRONG ? "strong" : letters >= GOOD ? "good" : "weak";
  }

  function meter(place) {
    const input = document.getElementById(place.dataset.of), words = place.querySelector(".strength-words");
    const own = new Set(place.dataset.own.split(" ")), shortest = Number(place.dataset.shortest);
    let common = new Set(), isAsked = false, waiting = 0;

    function tell(state) {
      const missing = shortest - [...input.value].length;
      const sentence = place.getAttribute(`data-${state}`);
      words.textContent = input.value ? sentence.replace("{missing}", missing) : "";
    }

    function look() {
      const state = judged(input.value, shortest, own, common);
      place.dataset.state = input.value ? state : "";
      clearTimeout(waiting);
      waiting = setTimeout(tell, PAUSE, state);
    }

    async function ask() {
      if (isAsked) return;
      isAsked = true;
      const answer = await fetch(place.dataset.common);
      if (!answer.ok) return; // then the service alone knows the list
      common = new Set((await answer.text()).split("\n"));
      if (input.value) look();
    }

    place.hidden = false;
    input.addEventListener("focus", ask);
    input.addEventListener("input", () => { ask(); look(); });
  }

  document.querySelectorAll(".strength").forEach(meter);
})();

// The rules room: a form checked while one types, and work that is watched. Both draw one part of the page anew
// from the page itself, so what is seen is what the server says without this file.

const WAIT = 700;

async function drawAgain(address, options) {
  const answer = await fetch(address, { ...options, credentials: "same-origin", redirect: "error" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-drawn-again]");
  const shown = document.querySelector("[data-drawn-again]");
  if (!fresh || !shown) return;
  // A part that says the same is left alone, so that nobody hears it twice.
  if (fresh.innerHTML !== shown.innerHTML) shown.replaceChildren(...fresh.childNodes);
  return fresh;
}

// What was said of the text before is taken away at once: it may no longer be true of what is typed.
function sayInstead(words) {
  const shown = document.querySelector("[data-drawn-again]");
  const line = document.createElement("p");
  line.textContent = words;
  shown.replaceChildren(...shown.querySelectorAll(":scope > h2"), line);
}

function checkAsTyped(form) {
  let timer;
  let latest;
  const check = async () => {
    const mine = (latest = new AbortController());
    const typed = new URLSearchParams(new FormData(form));
    typed.set("check", "yes");
    const fresh = await drawAgain(form.action, { method: "POST", body: typed, signal: mine.signal }).catch(() => null);
    if (!fresh && !mine.signal.aborted) sayInstead("It could not be checked just now. Press Check, or go on typing.");
  };
  form.addEventListener("input", () => {
    latest?.abort();
    clearTimeout(timer);
    sayInstead("Checking what you typed.");
    timer = setTimeout(check, WAIT);
  });
}

function watch(part) {
  const seconds = Number(part.dataset.againIn);
  const look = async () => {
    const fresh = await drawAgain(location.href).catch(() => null);
    if (fresh && !fresh.dataset.againIn) location.reload();
    else setTimeout(look, seconds * 1000);
  };
  setTimeout(look, seconds * 1000);
}

document.querySelectorAll("form[data-checked-as-typed]").forEach(checkAsTyped);
document.querySelectorAll("[data-again-in]").forEach(watch);

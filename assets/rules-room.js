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

function checkAsTyped(form) {
  let timer;
  let latest;
  const check = () => {
    latest?.abort();
    latest = new AbortController();
    const typed = new URLSearchParams(new FormData(form));
    typed.set("check", "yes");
    drawAgain(form.action, { method: "POST", body: typed, signal: latest.signal }).catch(() => {});
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
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

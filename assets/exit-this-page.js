// Leaving quickly, for somebody whose screen may be seen. The page has a real link, so this only adds to it:
// the page is emptied at once, it is replaced in the history instead of added to, and Shift three times does
// the same. Forms of this browser are locked on the way, without waiting for it. It cannot hide that the site was visited, and 'Leaving this site safely' says so.

const PRESSES = 3;
const SECONDS = 5;

export function watchForLeaving(page) {
  const link = page.querySelector("[data-ifd-exit-link]");
  if (!link) {
    return;
  }
  const said = announcer(page, link);
  let pressed = [];
  let hasLeft = false;

  const leave = () => {
    hasLeft = true;
    page.title = " ";
    page.body.replaceChildren();
    page.defaultView.navigator.sendBeacon(link.dataset.ifdLock);
    page.defaultView.location.replace(link.href);
  };

  link.addEventListener("click", (event) => {
    if (!event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      leave();
    }
  });

  page.addEventListener("keydown", (event) => {
    if (event.repeat) {
      return;
    }
    const now = event.timeStamp;
    pressed = event.key === "Shift" ? [...pressed.filter((at) => now - at < SECONDS * 1000), now] : [];
    if (pressed.length >= PRESSES) {
      leave();
    } else if (pressed.length) {
      const left = PRESSES - pressed.length;
      said.textContent = `Press Shift ${left} more ${left === 1 ? "time" : "times"} to leave this page.`;
    }
  });

  // The Back button may bring a page out of the browser's memory as it was. One that was left is left again;
  // any other is asked for anew, for it may have been locked since.
  page.defaultView.addEventListener("pageshow", (event) => {
    if (event.persisted && hasLeft) {
      leave();
    } else if (event.persisted) {
      page.defaultView.location.reload();
    }
  });
}

function announcer(page, link) {
  const region = page.createElement("span");
  region.className = "nhsuk-u-visually-hidden";
  region.setAttribute("role", "status");
  link.after(region);
  return region;
}

// Keeps the price beside the form true while options change, by fetching the server's own fragment.
// Without this module the page works by its "Update price" button.

const root = document.getElementById("configurator");
const said = document.getElementById("price-said");
const PAUSE = 250; // milliseconds after the last key before asking
let waiting = 0;
let asking = null;

root.addEventListener("input", (event) => {
  clearTimeout(waiting);
  waiting = setTimeout(update, event.target.type === "text" ? PAUSE : 0);
});
root.addEventListener("submit", (event) => {
  event.preventDefault();
  update();
});

async function update() {
  asking?.abort();
  asking = new AbortController();
  const query = new URLSearchParams(new FormData(document.getElementById("price-form"))).toString();
  try {
    const answer = await fetch(`${root.dataset.fragment}?${query}`, { signal: asking.signal });
    if (answer.status !== 200 && answer.status !== 422) throw new Error(answer.status);
    show(new DOMParser().parseFromString(await answer.text(), "text/html"));
    history.replaceState(null, "", `?${query}`);
  } catch (error) {
    // The server did not give a price: let the plain form try, so that the visitor sees why.
    if (error.name !== "AbortError") document.getElementById("price-form").submit();
  }
}

function show(fresh) {
  root.querySelector(".error-summary")?.remove();
  for (const part of root.querySelectorAll("[data-live]")) {
    part.replaceWith(fresh.querySelector(`[data-live="${part.dataset.live}"]`));
  }
  for (const part of root.querySelectorAll("[data-part]")) {
    renew(part, fresh.querySelector(`[data-part="${part.dataset.part}"]`));
  }
  const total = root.querySelector(".price .total");
  said.textContent = root.querySelector(".price output") ? total.textContent : "Something in the form needs mending.";
}

// Puts the fresh part in place of the old one. What has the focus stays: a text box as it is, with the fresh
// sentence beside it; a choice gets the focus again.
function renew(part, fresh) {
  const held = part.contains(document.activeElement) ? document.activeElement : null;
  if (held?.type === "text") {
    part.querySelector(".error")?.remove();
    const error = fresh.querySelector(".error");
    if (error) held.before(error);
    for (const name of ["aria-invalid", "aria-describedby"]) {
      const value = fresh.querySelector("input").getAttribute(name);
      if (value === null) held.removeAttribute(name);
      else held.setAttribute(name, value);
    }
    held.closest(".field").className = fresh.querySelector(".field").className;
    return;
  }
  part.replaceWith(fresh);
  if (held) document.getElementById(held.id)?.focus({ preventScroll: true });
}

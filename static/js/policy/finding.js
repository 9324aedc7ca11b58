// Finding words in the source: the browser's own search does not move the cursor in a text box.
import { select } from "./text.js";

export function bindFind(box) {
  const wanted = document.getElementById("find");
  const count = document.getElementById("find-count");

  const places = () => {
    const text = box.value.toLowerCase();
    const needle = wanted.value.toLowerCase();
    const found = [];
    for (let at = needle ? text.indexOf(needle) : -1; at >= 0; at = text.indexOf(needle, at + needle.length)) found.push(at);
    return found;
  };

  const go = (back, focus) => {
    const all = places();
    if (!all.length) {
      count.textContent = wanted.value ? "Not found" : "";
      return;
    }
    const here = box.selectionStart;
    const next = back ? all.findLast((at) => at < here) ?? all.at(-1) : all.find((at) => at > here) ?? all[0];
    select(box, next, next + wanted.value.length, focus);
    count.textContent = `${all.indexOf(next) + 1} of ${all.length}`;
  };

  wanted.addEventListener("input", () => {
    const all = places();
    count.textContent = wanted.value ? (all.length ? `${all.length} found` : "Not found") : "";
  });
  wanted.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault(); // the box stands in the form: Enter must not send it
      go(event.shiftKey, false);
    } else if (event.key === "Escape") {
      box.focus();
    }
  });
  document.getElementById("find-next").addEventListener("click", () => go(false, true));
  document.getElementById("find-previous").addEventListener("click", () => go(true, true));
}

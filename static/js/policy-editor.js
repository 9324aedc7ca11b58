// What makes the policy editor quicker: everything here can also be done with the page's plain form.
import { bindFind } from "./policy/finding.js";
import { bindButtons, bindPaste, bindValues } from "./policy/inserting.js";
import { Preview } from "./policy/preview.js";
import { Saving } from "./policy/saving.js";

const form = document.getElementById("draft-form");
const box = form.elements.body_md;
const state = document.getElementById("save-state");
const count = document.getElementById("word-count");
const saving = new Saving(form, state, document.getElementById("save-trouble"));
const preview = new Preview(form, box);
let leaving = false;

document.querySelectorAll("[data-scripted]").forEach((part) => { part.hidden = false; });
document.querySelectorAll("[data-plain]").forEach((part) => { part.hidden = true; }); // the preview follows by itself
bindButtons(box);
bindValues(box);
bindFind(box);
bindPaste(form, box, (sentence) => saving.say(sentence));
words();
saving.touched();

form.addEventListener("input", (event) => {
  if (event.target.closest("[data-aside]")) return; // the find box and the filter are no part of the draft
  if (event.target === box) words();
  preview.soon();
  saving.touched();
});
form.addEventListener("submit", () => { leaving = true; });
document.addEventListener("selectionchange", () => {
  if (document.activeElement === box) preview.follow();
});

// Within the editor only, and none that a browser or a screen reader needs for itself.
form.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  if (event.key === "s") {
    event.preventDefault();
    saving.save("keep");
  } else if (event.key === "Enter") {
    event.preventDefault();
    preview.now();
  }
});

document.querySelector(".rail").addEventListener("click", (event) => {
  const link = event.target.closest("[data-clause]");
  if (link && preview.goTo(link.dataset.clause)) event.preventDefault();
});

// A tab that is put away or closed saves at once.
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden" && !leaving && saving.changed && !saving.stopped) saving.save("autosave", true);
});
window.addEventListener("beforeunload", (event) => {
  if (!leaving && saving.changed) event.preventDefault();
});

function words() {
  const number = box.value.match(/\S+/g)?.length ?? 0;
  count.textContent = `${number.toLocaleString("en-US")} ${number === 1 ? "word" : "words"}`;
}

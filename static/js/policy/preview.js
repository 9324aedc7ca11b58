// Keeps the preview, the list of clauses and what the change will do up to date while somebody types.
import { clauseAt, headings, select } from "./text.js";

const PAUSE = 600; // milliseconds after the last key

export class Preview {
  constructor(form, box) {
    this.form = form;
    this.box = box;
    this.pane = document.getElementById("preview");
    this.asked = this.waiting = 0;
  }

  soon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.now(), PAUSE);
  }

  async now() {
    clearTimeout(this.waiting);
    const mine = ++this.asked;
    const fields = new FormData(this.form);
    fields.delete("do");
    this.pane.setAttribute("aria-busy", "true");
    try {
      const body = new URLSearchParams(fields);
      const answer = await fetch(document.getElementById("desk").dataset.preview, { method: "POST", body });
      if (answer.ok && !answer.redirected && mine === this.asked) this.show(await answer.text());
    } catch {
      // Offline for a moment: the last preview stays, and the next pause tries again.
    } finally {
      if (mine === this.asked) this.pane.removeAttribute("aria-busy");
    }
  }

  show(text) {
    const fresh = new DOMParser().parseFromString(text, "text/html");
    for (const part of document.querySelectorAll("[data-part]")) {
      const new_ = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
      // What somebody is just choosing from is not drawn anew under their hands.
      if (new_ && !part.contains(document.activeElement)) part.replaceChildren(...new_.childNodes);
    }
    this.follow(true);
  }

  // The preview stands where the cursor stands.
  follow(again = false) {
    const anchor = clauseAt(this.box.value, this.box.selectionStart);
    if (!again && anchor === this.anchor) return;
    this.anchor = anchor;
    for (const link of document.querySelectorAll("[data-clause]")) {
      if (link.dataset.clause === anchor) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const current = document.querySelector('.rail [aria-current="true"]');
    if (current) reveal(current);
    const heading = anchor && document.getElementById(`preview-${anchor}`);
    if (heading) this.pane.scrollTop += heading.getBoundingClientRect().top - this.pane.getBoundingClientRect().top - 24;
  }

  // From the list of clauses into the source.
  goTo(anchor) {
    const heading = headings(this.box.value).find((found) => found.anchor === anchor);
    if (!heading) return false;
    const end = this.box.value.indexOf("\n", heading.at);
    select(this.box, heading.at, end < 0 ? this.box.value.length : end);
    this.follow();
    return true;
  }
}

function reveal(item) {
  let list = item.parentElement;
  while (list && list.scrollHeight <= list.clientHeight) list = list.parentElement;
  if (!list?.closest(".rail")) return;
  const outer = list.getBoundingClientRect();
  const inner = item.getBoundingClientRect();
  if (inner.top < outer.top || inner.bottom > outer.bottom) list.scrollTop += inner.top - outer.top - outer.height / 3;
}

// The source box: inserting so that Ctrl+Z takes it back, bringing a place into view, the clause of a place.
const MARK = /^ {0,3}#{1,6}[ \t].*\{#([^{}]*)\}[ \t]*$/;

export const headings = (text) => {
  const found = [];
  let at = 0;
  for (const line of text.split("\n")) {
    const mark = MARK.exec(line);
    if (mark) found.push({ anchor: mark[1], at });
    at += line.length + 1;
  }
  return found;
};

export const clauseAt = (text, place) => headings(text).findLast((heading) => heading.at <= place)?.anchor ?? "";

// Browsers keep the history of changes only for what goes through this old command.
export function insert(box, words) {
  box.focus();
  if (document.execCommand("insertText", false, words)) return;
  box.setRangeText(words, box.selectionStart, box.selectionEnd, "end");
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

// A block stands between empty lines.
export function insertBlock(box, words) {
  const before = box.value.slice(0, box.selectionStart);
  const after = box.value.slice(box.selectionEnd);
  const gap = before === "" || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const end = after.startsWith("\n\n") || after === "" ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  insert(box, gap + words + end);
}

export function select(box, start, end, focus = true) {
  if (focus) box.focus({ preventScroll: true });
  box.setSelectionRange(start, end);
  box.scrollTop = Math.max(0, heightBefore(box, start) - box.clientHeight / 4);
}

// How far down a place is: as tall as a copy of the box that holds only what stands before it.
function heightBefore(box, place) {
  const copy = box.cloneNode();
  copy.removeAttribute("id");
  copy.removeAttribute("name");
  copy.setAttribute("aria-hidden", "true");
  copy.className = `${box.className} measure`;
  copy.style.width = `${box.clientWidth}px`;
  copy.value = box.value.slice(0, place);
  box.after(copy);
  const height = copy.scrollHeight;
  copy.remove();
  return height;
}

export const slug = (words) => words.toLowerCase().replace(/['’]/g, "").match(/[a-z0-9]+/g)?.join("-").slice(0, 40) ?? "";

export function freeAnchor(text, words) {
  const taken = new Set(headings(text).map((heading) => heading.anchor));
  const base = slug(words).replace(/-+$/, "").replace(/^(?=\d)/, "section-") || "section";
  let anchor = base;
  for (let number = 2; taken.has(anchor); number += 1) anchor = `${base}-${number}`;
  return anchor;
}

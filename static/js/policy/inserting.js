// The buttons that insert a heading with its anchor, a list, a link or a live value; and what is pasted.
import { freeAnchor, insert, insertBlock, select } from "./text.js";

export function bindButtons(box) {
  const heading = document.getElementById("insert-heading");
  const link = document.getElementById("insert-link");
  const [words, level, anchor] = ["heading-words", "heading-level", "heading-anchor"].map((id) => document.getElementById(id));
  const [label, target] = ["link-words", "link-target"].map((id) => document.getElementById(id));
  const chosen = () => box.value.slice(box.selectionStart, box.selectionEnd);
  let own = false;

  const actions = {
    heading() {
      words.value = chosen().split("\n")[0].replace(/^#+\s*/, "").trim();
      own = false;
      anchor.value = words.value && freeAnchor(box.value, words.value);
      heading.showModal();
    },
    link() {
      label.value = chosen();
      target.value = "";
      link.showModal();
    },
    list() {
      const lines = chosen().split("\n").filter((line) => line.trim());
      insertBlock(box, (lines.length ? lines : ["First", "Second"]).map((line) => `- ${line.trim()}`).join("\n"));
    },
    value() {
      const values = document.getElementById("live-values");
      values.open = true;
      document.getElementById("value-filter").focus();
    },
  };
  document.querySelectorAll("[data-insert]").forEach((button) => {
    button.addEventListener("click", () => actions[button.dataset.insert]());
  });
  words.addEventListener("input", () => {
    if (!own) anchor.value = words.value && freeAnchor(box.value, words.value);
  });
  anchor.addEventListener("input", () => { own = true; });
  heading.addEventListener("close", () => {
    if (heading.returnValue !== "insert" || !words.value.trim()) return box.focus();
    const mark = freeAnchor(box.value, anchor.value || words.value);
    insertBlock(box, `${level.value} ${words.value.trim()} {#${mark}}`);
  });
  link.addEventListener("close", () => {
    if (link.returnValue !== "insert" || !target.value.trim()) return box.focus();
    const address = target.value.trim().replace(/[\s()<>]/g, encodeURIComponent).replace(/\(/g, "%28").replace(/\)/g, "%29");
    insert(box, `[${(label.value.trim() || target.value.trim()).replace(/[[\]\\]/g, "\\$&")}](${address})`);
  });
  document.querySelectorAll("dialog [data-close]").forEach((button) => {
    button.addEventListener("click", () => button.closest("dialog").close(""));
  });
}

export function bindValues(box) {
  const filter = document.getElementById("value-filter");
  if (!filter) return; // an agreement has no live values
  const rows = [...document.querySelectorAll("#live-values [data-value]")];
  const none = document.getElementById("no-value");
  filter.addEventListener("input", () => {
    const wanted = filter.value.trim().toLowerCase();
    for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
    none.hidden = rows.some((row) => !row.hidden);
  });
  for (const row of rows) {
    row.querySelector("button").addEventListener("click", () => insert(box, `{{ ${row.dataset.value} }}`));
  }
}

const OURS = /\{#|\{\{|\]\(/;
const MARKED = /<(h[1-6]|ul|ol|li|p|table|strong|b|em|i|a)\b/i;

// Word and web pages put HTML beside the plain text: the shop makes our Markdown of it.
export function bindPaste(form, box, say) {
  box.addEventListener("paste", async (event) => {
    const html = event.clipboardData.getData("text/html");
    const plain = event.clipboardData.getData("text/plain");
    if (!MARKED.test(html) || OURS.test(plain)) return;
    event.preventDefault();
    const { selectionStart: start, selectionEnd: end } = box;
    const found = await converted(form, html);
    select(box, start, end);
    if (found === null) {
      insert(box, plain);
    } else if (found.includes("\n\n") || /^(#|- |1\. )/.test(found)) {
      insertBlock(box, found.trimEnd());
      say("Pasted with its headings, lists and links. Ctrl+Z takes it back.");
    } else {
      insert(box, found.trimEnd());
    }
  });
}

async function converted(form, html) {
  const fields = new FormData();
  fields.set("csrf_token", form.elements.csrf_token.value);
  fields.set("html", html);
  fields.set("body_md", form.elements.body_md.value);
  try {
    const answer = await fetch(document.getElementById("desk").dataset.pasted, { method: "POST", body: fields });
    return answer.ok && !answer.redirected ? await answer.text() : null;
  } catch {
    return null;
  }
}

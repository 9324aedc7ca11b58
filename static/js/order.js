// Keeps the price and the ways of shipping true while the delivery changes, by sending the form as its button
// "Update price" does: nothing is saved by that. Without this module the button does the same.
const form = document.getElementById("order-form");
const said = document.getElementById("order-said");
const MOVES = new Set(["delivery", "shipping", "to_region", "to_postal_code"]);
let asking = null;

form?.addEventListener("change", (event) => {
  if (MOVES.has(event.target.name)) update(event.target.name);
});

async function update(changed) {
  asking?.abort();
  asking = new AbortController();
  const fields = new FormData(form);
  fields.delete("artwork");
  fields.set("update", "y");
  try {
    const answer = await fetch(form.action, { method: "POST", body: fields, signal: asking.signal });
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // The ways are not drawn anew under the finger that just chose one of them.
    if (changed !== "shipping") take(page, "order-ways");
    take(page, "order-price");
    said.textContent = document.querySelector("#order-price .total").textContent.trim().replace(/\s+/g, " ");
  } catch {
    // Offline, or overtaken by a newer change: the button still works.
  }
}

function take(page, id) {
  const fresh = page.getElementById(id);
  if (fresh) document.getElementById(id).replaceChildren(...fresh.childNodes);
}

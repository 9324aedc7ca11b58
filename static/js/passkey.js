// Passkeys: asks the browser for one and sends what it says with the form around. Without this module a password,
// a code of the app, a mailed code or a recovery code does the same.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const listed = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function options(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) throw new Error("no question");
  const asked = await answer.json();
  asked.challenge = bytes(asked.challenge);
  return asked;
}

async function prove(address) {
  const asked = await options(address);
  const publicKey = { ...asked, allowCredentials: listed(asked.allowCredentials) };
  const found = await navigator.credentials.get({ publicKey });
  const { clientDataJSON, authenticatorData, signature, userHandle } = found.response;
  return sent(found, {
    clientDataJSON: text(clientDataJSON),
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : null,
  });
}

async function make(address) {
  const asked = await options(address);
  const user = { ...asked.user, id: bytes(asked.user.id) };
  const publicKey = { ...asked, user, excludeCredentials: listed(asked.excludeCredentials) };
  const made = await navigator.credentials.create({ publicKey });
  const { clientDataJSON, attestationObject } = made.response;
  return sent(made, {
    clientDataJSON: text(clientDataJSON),
    attestationObject: text(attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

const sent = (found, response) => JSON.stringify({ id: found.id, rawId: text(found.rawId), type: found.type, response });

const WORDS = {
  InvalidStateError: "This device has a passkey for your account already.",
  NotAllowedError: "No passkey was used. You can try again, or go another way.",
};

async function send(form, ask, action) {
  const said = form.querySelector("[data-passkey-said]");
  said.textContent = "";
  try {
    form.elements.credential.value = await ask();
  } catch (trouble) {
    said.textContent = WORDS[trouble.name] ?? "The passkey could not be used. Please load the page again, or go another way.";
    return;
  }
  if (action) form.action = action;
  form.querySelectorAll('input[type="password"]').forEach((box) => (box.value = ""));
  form.submit();
}

if (window.PublicKeyCredential) {
  for (const place of document.querySelectorAll("[data-passkey]")) {
    place.hidden = false;
    const form = place.closest("form");
    place.firstElementChild.addEventListener("click", () =>
      send(form, () => prove(place.dataset.passkey), place.dataset.action),
    );
  }
  for (const place of document.querySelectorAll("[data-passkey-new]")) {
    const form = place.querySelector("form");
    form.addEventListener("submit", (event) => {
      if (!form.elements.name.value.trim()) return; // the page itself says what is missing
      event.preventDefault();
      send(form, () => make(place.dataset.passkeyNew));
    });
  }
}

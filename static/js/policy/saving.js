// Saves the draft a little after typing stops, and says in words how it stands. Nothing rests in the browser.
export class Saving {
  constructor(form, words, trouble) {
    this.form = form;
    this.words = words;
    this.trouble = trouble;
    this.pause = Number(document.getElementById("desk").dataset.autosave) * 1000;
    this.kept = this.sent = this.content();
    this.waiting = 0;
    this.busy = null;
    this.stopped = false;
  }

  content() {
    const fields = new FormData(this.form);
    for (const name of ["csrf_token", "version", "do"]) fields.delete(name);
    return new URLSearchParams(fields).toString();
  }

  get changed() {
    return this.content() !== this.kept;
  }

  touched() {
    if (!this.changed) return this.say("Everything is saved.");
    this.say("Not saved yet.");
    clearTimeout(this.waiting);
    if (!this.stopped && this.pause) this.waiting = setTimeout(() => this.save("autosave"), this.pause);
  }

  // One saving at a time: each builds on the state that the one before it left.
  async save(how, quickly = false) {
    clearTimeout(this.waiting);
    if (this.busy) return this.busy.then(() => this.changed && this.save(how));
    this.busy = this.send(how, quickly);
    try {
      await this.busy;
    } finally {
      this.busy = null;
    }
    return undefined;
  }

  async send(how, keepalive) {
    const fields = new FormData(this.form);
    fields.set("do", how);
    const content = this.content();
    this.say("Saving …");
    let answer;
    try {
      answer = await fetch(this.form.action, { method: "POST", body: new URLSearchParams(fields), keepalive });
    } catch {
      this.say("Not saved: the connection is gone. It is tried again when you go on typing.");
      return;
    }
    if (answer.redirected) {
      this.warn("You are signed out. Your text is still on this page: sign in again in another tab, then save.");
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const said = page.querySelector("[data-saved]");
    if (answer.ok && said) {
      this.form.elements.version.value = said.dataset.version;
      this.kept = content;
      document.getElementById("desk-state").textContent = "Your draft is saved while you write. Readers see no draft.";
      this.trouble.replaceChildren();
      if (this.changed) this.touched();
      else this.say(said.textContent);
    } else {
      this.stopped = answer.status === 409;
      this.say("Not saved.");
      this.trouble.replaceChildren(...(said ? said.childNodes : ["The shop could not save this. Please press Save."]));
    }
  }

  say(sentence) {
    if (this.words.textContent !== sentence) this.words.textContent = sentence;
  }

  warn(sentence) {
    this.say("Not saved.");
    this.trouble.textContent = sentence;
  }
}

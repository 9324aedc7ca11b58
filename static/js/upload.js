// Shows how far an upload is. Without this module the form works the same, only silently.
// Nothing is kept in the browser's own storage.

const megabytes = (bytes) => (bytes / 1048576).toFixed(1);

class Upload {
  constructor(form, submitter) {
    this.form = form;
    this.submitter = submitter;
    this.buttons = [...form.querySelectorAll("button")];
    this.panel = this.makePanel();
  }

  makePanel() {
    const panel = document.createElement("div");
    panel.className = "upload-progress";
    this.bar = document.createElement("progress");
    this.bar.max = 100;
    this.bar.value = 0;
    this.bar.setAttribute("aria-label", "How much of your file has been sent");
    this.words = document.createElement("p");
    this.words.setAttribute("role", "status");
    this.cancel = document.createElement("button");
    this.cancel.type = "button";
    this.cancel.className = "button quiet";
    this.cancel.textContent = "Stop sending";
    this.cancel.addEventListener("click", () => this.request.abort());
    panel.append(this.bar, this.words, this.cancel);
    return panel;
  }

  send() {
    // Collected before the buttons are disabled: the pressed one may carry a value.
    const data = new FormData(this.form, this.submitter);
    this.form.querySelector("[data-upload]").append(this.panel);
    this.buttons.forEach((button) => { button.disabled = true; });
    this.words.textContent = "Sending your file …";
    const request = this.request = new XMLHttpRequest();
    request.open("POST", this.form.action);
    request.setRequestHeader("X-Upload-Progress", "1");
    request.upload.addEventListener("progress", (event) => this.show(event));
    request.addEventListener("load", () => this.answer());
    request.addEventListener("error", () => this.stop("The sending broke off. Check your connection and press the button again."));
    request.addEventListener("abort", () => this.stop("Stopped. Nothing was kept."));
    request.send(data);
  }

  show(event) {
    if (!event.lengthComputable) return;
    const percent = Math.floor(event.loaded / event.total * 100);
    this.bar.value = percent;
    // Said in steps of ten, so that a screen reader is not flooded.
    const step = percent - percent % 10;
    if (step === this.step) return;
    this.step = step;
    this.words.textContent = step < 100
      ? `${step} % of ${megabytes(event.total)} MB sent`
      : "All sent. We are keeping it safe …";
  }

  answer() {
    const next = this.request.getResponseHeader("Location");
    if (next) {
      location.assign(next);
      return;
    }
    // The server answered with a page: the form again, with what to mend.
    document.open();
    document.write(this.request.responseText);
    document.close();
    watch();
  }

  stop(sentence) {
    this.panel.remove();
    this.buttons.forEach((button) => { button.disabled = false; });
    this.words.textContent = sentence;
    this.form.querySelector("[data-upload]").append(this.words);
    this.submitter?.focus();
  }
}

const chosen = (form) => [...form.querySelectorAll("[data-upload] input[type=file]")].some((input) => input.files.length);

function watch() {
  for (const form of document.querySelectorAll("form:has([data-upload])")) {
    form.addEventListener("submit", (event) => {
      if (!chosen(form)) return;
      event.preventDefault();
      new Upload(form, event.submitter).send();
    });
  }
}

watch();

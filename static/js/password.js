// A button that shows what is typed into a password box. Without this module the box works the same.

const add = (box) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet";
  button.textContent = "Show password";
  button.setAttribute("aria-pressed", "false");
  button.setAttribute("aria-controls", box.id);
  button.addEventListener("click", () => {
    const shown = box.type === "password";
    box.type = shown ? "text" : "password";
    button.textContent = shown ? "Hide password" : "Show password";
    button.setAttribute("aria-pressed", String(shown));
  });
  box.form.addEventListener("submit", () => {
    box.type = "password";
  });
  box.after(button);
};

document.querySelectorAll('input[type="password"]').forEach(add);

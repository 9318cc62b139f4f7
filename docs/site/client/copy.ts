/** Gives every command its buttons: copy it; `type` puts it into a terminal, not yet run. Without terminals there is only the first. */
export function copyButtons(type?: (command: string) => void): void {
  const { copy = "", type: typing = "" } = document.querySelector<HTMLElement>("#text")?.dataset ?? {};
  for (const command of document.querySelectorAll<HTMLElement>(".console b")) {
    const text = command.textContent ?? "";
    const tools = document.createElement("span");
    tools.className = "tools";
    const button = (sign: string, name: string, what: string, act: (button: HTMLElement) => void) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = name;
      made.textContent = sign;
      made.title = what;
      made.setAttribute("aria-label", `${what}: ${text}`);
      made.addEventListener("click", () => act(made));
      tools.append(made);
    };
    button("⧉", "copy", copy, (made) => void navigator.clipboard?.writeText(text).then(() => made.classList.add("ok")));
    if (type) button("❯_", "type", typing, () => type(text));
    command.append(tools);
  }
}

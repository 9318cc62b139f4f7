/** The buttons beside commands: copy it; `type` puts it into a terminal, not yet run. Without terminals there is only the first. */
export function copyButtons(type?: (command: string) => void): void {
  if (!type) for (const button of document.querySelectorAll(".tools .type")) button.remove();
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest(".tools button") : null;
    const command = button?.closest<HTMLElement>("[data-command]")?.dataset.command;
    if (!button || command === undefined) return;
    if (button.classList.contains("type")) type?.(command);
    else void navigator.clipboard?.writeText(command).then(() => button.classList.add("ok"));
  });
}

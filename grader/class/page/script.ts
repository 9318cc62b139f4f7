// What the class page can do besides: sort, filter, narrow to a lab. Without it, it is a page like any other.

/** Runs in the browser: no modules, no types. */
export const script = `
const rows = () => document.querySelectorAll("tr[data-student]");
const [text, state, lab] = ["filter", "state", "lab"].map((id) => document.getElementById(id));
document.getElementById("controls").hidden = false;
function narrow() {
  const wanted = text.value.normalize("NFKC").toLowerCase();
  for (const row of rows())
    row.hidden = !row.textContent.normalize("NFKC").toLowerCase().includes(wanted) ||
      (state.value !== "" && !row.dataset.state.split(" ").includes(state.value));
  for (const section of document.querySelectorAll("section[data-lab]"))
    section.hidden = lab.value !== "" && section.dataset.lab !== lab.value;
  for (const cell of document.querySelectorAll("[data-of-lab]"))
    cell.hidden = lab.value !== "" && cell.dataset.ofLab !== lab.value;
  document.getElementById("shown").textContent =
    [...document.querySelectorAll("#overview tr[data-student]")].filter((row) => !row.hidden).length;
}
for (const control of [text, state, lab]) control.addEventListener("input", narrow);
for (const link of document.querySelectorAll("a[data-narrow]"))
  link.addEventListener("click", (event) => {
    event.preventDefault();
    lab.value = link.dataset.narrow;
    narrow();
    document.getElementById(lab.value).scrollIntoView();
  });
const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
for (const button of document.querySelectorAll("th button"))
  button.addEventListener("click", () => {
    const head = button.closest("th");
    const isUp = head.getAttribute("aria-sort") !== "ascending";
    for (const other of head.parentElement.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", isUp ? "ascending" : "descending");
    const valueOf = (row) => row.children[head.cellIndex]?.dataset.value ?? row.children[head.cellIndex]?.textContent ?? "";
    const body = head.closest("table").tBodies[0];
    const sorted = [...body.rows].sort((one, other) => collator.compare(valueOf(one), valueOf(other)) * (isUp ? 1 : -1));
    body.append(...sorted);
  });
narrow();
`;

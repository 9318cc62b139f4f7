// A walk as a player: each frame is a step, forward and back; what it touches lights up in the picture.

export function showStory(place: HTMLElement, picture: HTMLElement, html: string): void {
  place.innerHTML = html;
  const steps = Array.from(place.querySelectorAll<HTMLElement>("[data-keys]"));
  if (!steps.length) return;
  const { back = "", forward = "", play = "", pause = "" } = place.dataset;
  const bar = document.createElement("div");
  bar.className = "player";
  const button = (text: string, act: () => void) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", act);
    bar.append(made);
    return made;
  };
  let now = -1;
  let timer: ReturnType<typeof setInterval> | undefined;
  const go = (to: number) => {
    now = Math.max(0, Math.min(steps.length - 1, to));
    for (const [at, step] of steps.entries())
      if (at === now) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    for (const lit of picture.querySelectorAll(".lit")) lit.classList.remove("lit");
    const keys: string[] = JSON.parse(steps[now]?.dataset.keys ?? "[]");
    for (const element of picture.querySelectorAll<SVGElement>("[data-key]"))
      if (keys.some((key) => element.dataset.key?.split(" ══ ").includes(key))) element.classList.add("lit");
    intoView(picture);
    count.textContent = `${now + 1} / ${steps.length}`;
  };
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    playing.textContent = play;
  };
  const step = (by: number) => () => {
    stop();
    go(now + by);
  };
  button(back, step(-1));
  const playing = button(play, () => {
    if (timer) return stop();
    if (now === steps.length - 1) now = -1;
    playing.textContent = pause;
    timer = setInterval(() => (now < steps.length - 1 ? go(now + 1) : stop()), 900);
    go(now + 1);
  });
  button(forward, step(1));
  const count = document.createElement("output");
  bar.append(count);
  place.prepend(bar);
  place.tabIndex = 0;
  place.onkeydown = ({ key }) => {
    if (key === "ArrowRight") go(now + 1);
    else if (key === "ArrowLeft") go(now - 1);
  };
  for (const [at, step] of steps.entries()) step.addEventListener("click", () => go(at));
  go(0);
}

/** What lights up in a picture wider than its place is brought to the middle of it. */
function intoView(picture: HTMLElement): void {
  const lit = picture.querySelector(".lit");
  const place = lit?.closest<HTMLElement>(".hooks") ?? picture;
  if (!lit) return;
  const [own, frame] = [lit.getBoundingClientRect(), place.getBoundingClientRect()];
  if (own.left < frame.left || own.right > frame.right)
    place.scrollLeft += own.left + own.width / 2 - frame.left - frame.width / 2;
}

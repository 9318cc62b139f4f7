// Terminals in the page, one for each node that was opened. Their ids are kept for the tab: a page that is loaded again finds
// its terminals as they were.

import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";

/** Of a name always the same; of names that differ in their number far apart. */
const hueOf = (name: string): number => [...name].reduce((sum, sign) => sum * 31 + sign.charCodeAt(0) * 47, 0) % 360;

type Kept = { id: string; node: string };

export function terminalsIn(place: HTMLElement, lab: string, root: string) {
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = `${root}assets/xterm.css`;
  document.head.append(style);
  const offers = document.createElement("p");
  const shown = document.createElement("div");
  place.replaceChildren(offers, shown);
  const store = `terminals ${lab}`;
  const kept = (): Kept[] => JSON.parse(sessionStorage.getItem(store) ?? "[]");
  const keep = (all: Kept[]) => sessionStorage.setItem(store, JSON.stringify(all));
  const opened = new Map<string, ReturnType<typeof start>>();
  let offered = "";

  function open(node: string): ReturnType<typeof start> {
    const known = opened.get(node);
    if (known) {
      known.terminal.focus();
      return known;
    }
    const all = kept();
    const id = all.find((each) => each.node === node)?.id ?? crypto.randomUUID();
    keep([...all.filter((each) => each.node !== node), { id, node }]);
    const made = start(node, id);
    made.terminal.focus();
    opened.set(node, made);
    return made;
  }

  function start(node: string, id: string) {
    const frame = document.createElement("section");
    frame.className = "terminal";
    frame.setAttribute("aria-label", node);
    const name = document.createElement("h3");
    name.textContent = node;
    name.style.background = `hsl(${hueOf(node)} 60% 22%)`;
    const screen = document.createElement("div");
    frame.append(name, screen);
    shown.append(frame);
    const terminal = new Terminal({ screenReaderMode: true, fontSize: 13, scrollback: 5000 });
    const fit = new FitAddon();
    terminal.loadAddon(fit);
    terminal.open(screen);
    fit.fit();
    let socket: WebSocket;
    let typed = "";
    const send = (text: string) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
      else typed += text; // it is sent as soon as there is a connection
    };
    const connect = () => {
      const query = new URLSearchParams({ lab, node, id });
      socket = new WebSocket(`ws://${location.host}/terminal?${query}`);
      socket.binaryType = "arraybuffer";
      socket.onopen = () => {
        terminal.reset();
        socket.send(`\0${terminal.cols} ${terminal.rows}`);
        if (typed) socket.send(typed);
        typed = "";
      };
      socket.onmessage = ({ data }) => terminal.write(new Uint8Array(data));
      socket.onclose = ({ code }) => {
        if (code !== 4000) return void setTimeout(connect, 1000); // the connection was cut: the shell waits
        terminal.write(`\r\n[${place.dataset.closed}]\r\n`);
        keep(kept().filter((each) => each.node !== node));
        opened.delete(node);
        terminal.onKey(() => frame.remove());
        const build = document.createElement("button"); // shown where the world went down: begin again from here
        build.type = "button";
        build.className = "build";
        build.textContent = place.dataset.build ?? "";
        build.addEventListener("click", () => {
          frame.remove();
          document.querySelector<HTMLElement>('[data-verb="up"]')?.click();
        });
        name.append(" ", build);
      };
    };
    connect();
    terminal.onData(send);
    terminal.onResize(({ cols, rows }) => send(`\0${cols} ${rows}`));
    addEventListener("resize", () => fit.fit());
    return { terminal, send };
  }

  return {
    open,
    /** Puts a command into the node's terminal, not yet run. */
    type(command: string, node: string): void {
      const { terminal, send } = open(node);
      send(command);
      terminal.focus();
    },
    /** A button for each node; what was open before the page was loaded again is opened. */
    offer(nodes: string[]): void {
      if (nodes.join() === offered) return; // whoever is at a button, or anywhere else, stays there
      offered = nodes.join();
      offers.replaceChildren(
        ...nodes.map((node) => {
          const button = document.createElement("button");
          button.type = "button";
          button.textContent = node;
          button.setAttribute("aria-label", `${place.dataset.open} ${node}`);
          button.addEventListener("click", () => open(node));
          return button;
        }),
      );
      for (const { node } of kept()) if (nodes.includes(node)) open(node);
    },
  };
}

import type { Tried } from "./exercise.ts";

const apps = Array.from({ length: 10 }, (_, at) => `app${at + 1}`);

/** What lab 01 teaches is enough for a stack of one's own; and whoever has port 80 is ended, whoever it is. */
const built = `
  ip netns add web1; ip -n web1 link set lo up; ip -n web1 address add 192.0.2.1/32 dev lo
  ip netns exec web1 nginx -c /run/web.conf -g 'pid /run/web1.pid;'`;
const ended = (which: string) => `
  for pid in $(${which}); do kill $pid; while kill -0 $pid 2>/dev/null; do :; done; done
  nginx -c /run/web.conf -g 'pid /run/nginx-host.pid;'`;
const onPort80 = ended("ss -Hltnp 'sport = :80' | grep -o 'pid=[0-9]*' | cut -d = -f 2");
/** Each container with the port that its settings name, where somebody on the host listens at that one. */
const bySettings = `
  for name in ${apps.join(" ")}; do
    port=$(grep -o 'listen [0-9]*' /run/$name.conf | cut -d ' ' -f 2)
    if ss -Hltn | grep -q ":$port "; then echo $name=$port; fi
  done`;

export default {
  passingAtStart: ["others-listen"],
  withoutTheLesson: {
    "a server in a stack of its own, and one on the host that cannot have its port": `${built}
      nginx -c /run/web.conf -g 'pid /run/nginx-host.pid;'`,
    "all servers ended, and two new ones": `${built}\n${ended("cat /run/app*.pid")}`,
    "every container is taken to be the host's, with the port of its settings": `
      ${bySettings} > /run/answers/on-host\necho app1 app2 > /run/answers/one-stack\n${built}\n${onPort80}`,
    "the first four containers, and the next two": `
      ${bySettings} | head -n 4 > /run/answers/on-host\necho app5 app6 > /run/answers/one-stack\n${built}\n${onPort80}`,
  },
  guesses: {
    // who knows the host's ports, that they are four, and that two share a stack
    "which-stack": (right, random) => {
      const names = [...apps];
      const drawn = () => names.splice(random(names.length), 1)[0]!;
      const ports = right["on-host"]!.map((word) => word.split("=")[1]!);
      return { "on-host": ports.map((port) => `${drawn()}=${port}`), "one-stack": [drawn(), drawn()] };
    },
  },
} satisfies Tried;

// The exercise of lab 02: ten containers, some with the host's stack, and one of these has port 80.
// Text: docs/<language>/exercises/02-host-network.md
//
//   app1 … app10: a web server each. Four in the host's stack, two in one stack of their own, four in a stack each

import type { ExerciseFile } from "../../harness/index.ts";

const apps = Array.from({ length: 10 }, (_, at) => `app${at + 1}`);

const exercise: ExerciseFile = (chance) => {
  const [holder, ...others] = chance.some(apps);
  const onHost = others.slice(0, 3);
  const [one, other] = others.slice(3, 5);
  const alone = others.slice(5);
  // a port of its own in one stack: in different stacks they have the same ones, so a port does not tell whose it is
  const ports = chance.some([80, ...Array.from({ length: 3 }, () => chance.number(20_000, 29_999))]);
  const hostPorts = ports.filter((port) => port !== 80);
  const [onePort, otherPort] = chance.some(ports);

  const configured = (name: string, port: number) =>
    `echo 'user root; pid /run/${name}.pid; error_log /run/${name}.log; master_process off; events {} http { access_log off; server { listen ${port}; return 503 "closed "; } }' > /run/${name}.conf`;
  const start = (name: string, entering = "") =>
    `${entering}unshare --uts sh -c 'hostname ${name}; nginx -c /run/${name}.conf'`;
  const ready = (name: string) => `timeout 10 sh -c 'until test -s /run/${name}.pid; do :; done'`;
  const run = (name: string, port: number, entering?: string) => [
    configured(name, port),
    start(name, entering),
    ready(name), // nginx goes to the background before it writes its pid
  ];
  return {
    given: [
      `echo 'user root; error_log /run/error.log; events {} http { server { listen 80; return 200 "$hostname "; } }' > /run/web.conf`,
      ...chance
        .some([
          run(holder!, 80),
          ...onHost.map((name, at) => run(name, hostPorts[at]!)),
          [
            ...run(one!, onePort!, "unshare --net "),
            ...run(other!, otherPort!, `nsenter -t $(cat /run/${one}.pid) -n `),
          ],
          ...alone.map((name) => run(name, chance.one(ports), "unshare --net ")),
        ])
        .flat(),
    ],
    questions: ["on-host", "one-stack"],
    solution,
  };
};

const solution = [
  "cd /run",
  "stack() { readlink /proc/$(cat $1.pid)/ns/net; }",
  // the one that has this socket, of all that listen in the host's stack
  'port() { ss -Hltnp | grep "pid=$(cat $1.pid)," | { read -r _ _ _ address _; echo ${address##*:}; }; }',
  `apps='${apps.join(" ")}'`,
  ": > answers/on-host; : > answers/one-stack",
  "for name in $apps; do",
  "  if [ $(stack $name) = $(readlink /proc/self/ns/net) ]; then",
  "    echo $name=$(port $name) >> answers/on-host",
  "  else",
  "    for other in $apps; do",
  "      if [ $name != $other ] && [ $(stack $name) = $(stack $other) ]; then echo $name >> answers/one-stack; fi",
  "    done",
  "  fi",
  "done",

  "holder=$(sed -n 's/=80$//p' answers/on-host)",
  "pid=$(cat $holder.pid)",
  "kill $pid",
  "while kill -0 $pid 2>/dev/null; do :; done",
  `unshare --uts sh -c 'hostname nginx-host; nginx -c /run/web.conf -g "pid /run/nginx-host.pid;"'`,
  "ip netns add web1",
  "ip -n web1 link set lo up",
  "ip -n web1 address add 192.0.2.1/32 dev lo",
  `ip netns exec web1 unshare --uts sh -c 'hostname web1; nginx -c /run/web.conf -g "pid /run/web1.pid;"'`,
];

export default exercise;

// `check --watch`: what the kernel tells of, and what it does not, while commands are run from elsewhere.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { chmodSync, existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { openNotices } from "../../harness/kernel/notices.ts";
import { labNames } from "../../harness/lab/names.ts";
import { openWorld } from "../../harness/world/nodes.ts";
import { newFolder } from "../folder.ts";
import { call, everybody, start } from "../who.ts";
import { inWorld } from "../world.ts";
import { onTerminal, openShell } from "./terminal.ts";

/** What a process has said until now, and waiting for more. */
function following(stream: ReadableStream<Uint8Array>) {
  let text = "";
  let look = () => {};
  const ended = (async () => {
    const decoder = new TextDecoder();
    for await (const bytes of stream) {
      text += decoder.decode(bytes, { stream: true });
      look();
    }
  })();
  const until = (wanted: RegExp, from = 0) =>
    new Promise<number>((resolve) => {
      look = () => wanted.test(text.slice(from)) && resolve(text.length);
      look();
    });
  return { until, ended, text: () => text };
}

for (const who of everybody({ LANG: "C.UTF-8", NO_COLOR: "1" }))
  describe(`as ${who.name}`, () => {
    const lab = "labs/03-bridge.ts";
    const world = () =>
      JSON.parse(readFileSync(join(who.env.XDG_STATE_HOME!, "container-network-labs/03-bridge.json"), "utf8")).anchor;

    beforeAll(async () => {
      expect((await call(who, lab, "--quiet")).status).toBe(0);
    });
    afterAll(async () => {
      await call(who, lab, "down");
    });

    test("what is read is told of while pings are still waited for, and all of it when all is done", async () => {
      const watching = start(who, "grader/index.ts", "03", "--watch", "--early", "--reporter", "json");
      const said = following(watching.stdout);
      let at = await said.until(/"score": 16,/);
      const host = async (command: string) =>
        expect((await call(who, lab, "exec", "host", "--", "sh", "-ec", command)).status).toBe(0);
      await host("ip link set veth1 down"); // docker1's pings are lost from now on, which takes a while to be sure of
      at = await said.until(/"isEarly": true/, at);
      await host("ip -n docker2 route del default");
      await said.until(/"id": "route-docker2",[^}]*"outcome": "fail"/, at);
      await host("ip link set veth1 up; ip -n docker2 route add default via 172.17.0.1");
      await said.until(/"score": 16,[^{]*"labs": \[\s*\{\s*"lab": "03-bridge",\s*"score"/, at);
      watching.kill("SIGINT");
      expect(await watching.exited).toBe(0);
      await said.ended;
      type Told = { labs: [{ isEarly?: true; checks: { id: string; outcome: string }[] }] };
      const reports = said
        .text()
        .split(/(?<=^\}\n)/m)
        .map((text) => (JSON.parse(text) as Told).labs[0]);
      const first = reports.find(({ checks }) => checks.find(({ id }) => id === "route-docker2")?.outcome === "fail");
      expect(first).toMatchObject({ isEarly: true });
      expect(reports.at(-1)).not.toHaveProperty("isEarly");
    });

    test("each change in the host and in a container is told of", async () => {
      const record = join(who.env.XDG_STATE_HOME!, "container-network-labs");
      const child = Bun.spawn(
        [
          ...who.argv,
          ...(who.argv.length || who.name !== "root"
            ? ["nsenter", "-U", "-n", "--preserve-credentials", "-t", String(world().pid)]
            : []),
          process.execPath,
          join(who.cwd, "grader/programs/changes.ts"),
          String(world().pid),
          record,
        ],
        { env: who.env, stdio: ["pipe", "pipe", "inherit"] },
      );
      const said = following(child.stdout);
      const host = Bun.spawn([...who.argv, process.execPath, lab, "exec", "host", "--", "sh"], {
        cwd: who.cwd,
        env: who.env,
        stdio: ["pipe", "ignore", "inherit"],
      });
      let at = await said.until(/start\n/);
      expect(said.text()).toBe("host new\ndocker1 new\ndocker2 new\nstart\n");
      // who waits sleeps: read(2) is counted, see /proc/PID/io in proc(5); what it had just opened may be told of once
      const reads = () => Number(/syscr: (\d+)/.exec(readFileSync(`/proc/${child.pid}/io`, "utf8"))![1]);
      const before = reads();
      await call(who, lab, "status");
      expect(reads() - before).toBeLessThan(10);
      for (const [node, command, line] of [
        ["host", "ip link set veth1 nomaster", "host link"],
        ["docker1", "ip address add 192.0.2.2/24 dev eth0", "docker1 address"],
        ["docker1", "ip route add 198.51.100.0/24 via 172.17.0.1", "docker1 route"],
        ["docker1", "ip rule add to 198.51.100.0/24 table 7", "docker1 rule"],
        ["docker1", "sysctl -w net.ipv4.ip_forward=1", "docker1 setting"],
        ["docker2", "ip neigh add 172.17.0.9 lladdr 02:00:00:00:00:09 dev eth0", "docker2 neighbour"],
        ["host", "bridge fdb add 02:00:00:00:00:09 dev veth2 master static", "host neighbour"],
        ["docker2", "iptables -A INPUT -s 192.0.2.1 -j DROP", "docker2 ruleset"],
        ["docker2", "nft add table ip mine", "docker2 ruleset"],
        ["docker1", "iptables-legacy -A INPUT -s 192.0.2.1 -j DROP", "host /run/xtables.lock"],
        ["host", "touch /run/nginx.pid", "host /run/nginx.pid"],
        ["host", "ip netns add docker3", "docker3 new"],
        ["docker3", "ip link set lo up", "docker3 link"],
        [
          "host",
          "unshare --net sleep infinity & until ! [ /proc/$!/ns/net -ef /proc/self/ns/net ]; do :; done; ln -s /proc/$!/ns/net /run/netns/docker4",
          "docker4 new",
        ],
        ["docker4", "ip link set lo up", "docker4 link"],
        ["host", "kill $!", "docker4 gone"],
        ["host", "ip netns del docker2", "docker2 gone"],
        [
          "host",
          "while ip link show veth2; do :; done 2>&-; touch /run/both-ends-are-gone",
          "host /run/both-ends-are-gone",
        ],
      ] as const) {
        host.stdin.write(`${node === "host" ? command : `ip netns exec ${node} ${command}`}\n`);
        at = await said.until(new RegExp(`^${line}$`, "m"), at);
      }
      await host.stdin.end();
      expect(await host.exited).toBe(0);
      child.stdin.end();
      expect(await child.exited).toBe(0);
    });

    test("ticks appear in a pipe and on a terminal; Ctrl-C ends it with the grade's status; so does the world's end", async () => {
      expect((await call(who, lab, "exercise", "--quiet")).status).toBe(0);
      const piped = start(who, lab, "check", "--watch");
      const other = start(who, lab, "check", "--watch");
      const said = following(piped.stdout);
      const terminal = onTerminal(who, lab, "check", "--watch", "--lang", "zh");
      await Promise.all([said.until(/✘ docker0 is a bridge.*\n/), terminal.until(/Ctrl-C：结束/)]);
      expect(said.text()).toStartWith("03-bridge  0/16 points\n");

      await following(other.stdout).until(/points\n/);
      other.kill("SIGINT");
      expect(await other.exited).toBe(1);

      const file = join(newFolder("watch"), "report.json");
      chmodSync(dirname(file), 0o777); // an ordinary user writes there
      const filed = start(who, "grader/index.ts", "03", "--watch", "--reporter", "json", "--output", file);
      while (!existsSync(file) || !readFileSync(file, "utf8").endsWith("}\n")) await Bun.sleep(20);
      expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ schema: 1, score: 0 });
      filed.kill("SIGINT");
      expect([await filed.stdout.text(), await filed.exited]).toEqual(["", 1]);
      rmSync(dirname(file), { recursive: true });

      const shell = await openShell(who, "03-bridge");
      let from = terminal.text().length;
      await shell.enter("ip link add docker0 type bridge; ip link set docker0 up");
      await Promise.all([said.until(/✔ docker0 is a bridge/), terminal.until(/✘ docker0 [^✘]*172[\s\S]*结束/, from)]);
      await shell.enter("ip address add 172.17.0.1/16 dev docker0");
      await said.until(/03-bridge {2}2\/16 points/);
      await terminal.until(/2\/16 [\s\S]*结束/, from);

      from = terminal.text().length;
      terminal.write("\r"); // Enter: now
      await terminal.until(/2\/16 [\s\S]*结束/, from);
      terminal.write("\x03");
      expect(await terminal.ended).toBe(1);

      await call(who, lab, "down");
      expect(await piped.exited).toBe(2);
      expect(await piped.stderr.text()).toBe(`Lab "03-bridge" is not up any more\n→ bun ${lab} exercise\n`);
      expect(await shell.ended).toBe(137);
    });

    test("where the lab is not up, the message says how to bring it up", async () => {
      const message = { out: "", err: `Lab "03-bridge" is not up\n→ bun ${lab}\n`, status: 2 };
      expect(await call(who, lab, "check", "--watch")).toEqual(message);
      expect(await call(who, lab, "check")).toEqual(message);
      expect(await call(who, lab, "hint")).toEqual(message);
      expect(await call(who, lab, "shell")).toEqual(message);
    });
  });

for (const lab of labNames())
  test.concurrent(`grading lab ${lab} is no change: it would be graded for ever`, () =>
    inWorld(async ({ anchor, buildFast, grade }) => {
      await buildFast(lab);
      const nodes = openWorld(anchor.pid).nodes;
      const notices = nodes.flatMap(({ netns }) => openNotices(netns));
      try {
        const changes = async () => {
          await grade(lab);
          return notices.flatMap((notice) => notice.drain());
        };
        // a bridge's own timers tell of its ports some seconds after they are up
        const begin = performance.now();
        for (let told = await changes(); told.length; told = await changes())
          if (performance.now() - begin > 30_000) throw new Error(`Still told of: ${told.join(", ")}`);
      } finally {
        for (const open of [...notices, ...nodes]) open.close();
      }
    }));

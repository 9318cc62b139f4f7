// What a hostile script would like to get at: the grader's secrets, in its environment, its files and its keyring.

import { dlopen, FFIType as T } from "bun:ffi";
import { chownSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { namesIn, textOf } from "../../harness/ground/files.ts";
import { newFolder } from "../folder.ts";

export type Victim = ReturnType<typeof makeVictim>;

const places = ["@HOME@", "@TMP@", "@ID@", "@PORT@"];
const found = /secret-[0-9a-f]{16}/;
const KEYRING_SESSION = -3; // keyrings(7): KEY_SPEC_SESSION_KEYRING

/** A home, a folder for temporary files and an environment with a secret in each; `owner` is who grades. */
export function makeVictim(owner?: number) {
  const id = crypto.randomUUID().slice(0, 8);
  const token = `secret-${crypto.randomUUID().replaceAll("-", "").slice(0, 16)}`;
  const folder = newFolder("hostile");
  const [home, temporary] = [join(folder, "home"), join(folder, "tmp")];
  for (const path of [folder, home, temporary]) {
    mkdirSync(path, { recursive: true });
    if (path !== folder) writeFileSync(join(path, "secret"), token, { mode: 0o600 });
    if (owner !== undefined) {
      chownSync(path, owner, owner);
      if (path !== folder) chownSync(join(path, "secret"), owner, owner);
    }
  }
  intoKeyring("hostile-canary", token);
  const canary = `\0canary-${id}`;
  const open = (socket: { write(text: string): unknown }) => void socket.write(token);
  const sockets = [
    Bun.listen({ unix: canary, socket: { open, data() {} } }),
    Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { open, data() {} } }),
  ];
  const port = String((sockets[1] as Bun.TCPSocketListener).port);
  const [before, machine] = [listing(folder), settings()];
  return {
    id,
    home,
    folder,
    environment: {
      HOME: home,
      TMPDIR: temporary,
      XDG_STATE_HOME: join(folder, "state"),
      COURSE_SECRET: token,
      HOSTILE_CANARY: token,
    },
    /** The script with what it is after in its place. */
    aimed: (script: string) =>
      [home, temporary, id, port].reduce((text, value, at) => text.replaceAll(places[at]!, value), script),
    isFoundIn: (text: string) => found.test(text),
    /** What came to harm. */
    harm(): string[] {
      const outside = ["/", "/tmp", "/root", "/home", "/run", "/var/tmp", home, temporary];
      const written = outside.map((place) => join(place, `pwned-${id}`)).filter((path) => existsSync(path));
      const after = listing(folder);
      return [
        ...written.map((path) => `"${path}" was written`),
        ...(settings() === machine ? [] : [`the machine's settings were changed:\n${machine}\n${settings()}`]),
        ...(after === before ? [] : [`the grader's folders were changed:\n${before}\n${after}`]),
      ];
    },
    remove() {
      for (const socket of sockets) socket.stop(true);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What a script would like to change for all of the machine. */
const settings = (): string =>
  [
    ...["core_pattern", "modprobe", "hostname", "domainname"].map((name) => textOf(`/proc/sys/kernel/${name}`)),
    textOf("/proc/sys/fs/pipe-max-size"),
    ...namesIn("/proc/sys/fs/binfmt_misc"),
  ].join(" ");

const listing = (folder: string): string =>
  ["home", "tmp"]
    .flatMap((name) =>
      readdirSync(join(folder, name), { recursive: true, encoding: "utf8" })
        .sort()
        .map((file) => join(name, file)),
    )
    .filter((file) => !file.startsWith("home/.bun")) // bun's own cache
    .map((file) => `${file} ${textOf(join(folder, file))?.slice(0, 80) ?? "a folder"}`)
    .join("\n");

const libc = dlopen("libc.so.6", {
  syscall: { args: [T.i64, T.ptr, T.ptr, T.ptr, T.u64, T.i64], returns: T.i32 },
}).symbols;

function intoKeyring(name: string, value: string): void {
  const [SYS_ADD_KEY, SYS_KEYCTL] = process.arch === "arm64" ? [217n, 219n] : [248n, 250n];
  libc.syscall(SYS_KEYCTL, 1 as never, null, null, 0, 0); // a session keyring of this test's own
  const text = (word: string) => Buffer.from(`${word}\0`);
  libc.syscall(SYS_ADD_KEY, text("user"), text(name), Buffer.from(value), value.length, KEYRING_SESSION);
}

// A world started by root must not hold the machine's real root: inside, uid 0 would read /etc/shadow and write the
// machine's sysctls. So root hands it to an unprivileged user first.

/** The user and the group that root hands its worlds to. */
export const nobody = 65534;

export const isRoot = (): boolean => process.getuid?.() === 0;

/** The words before a command that make it run unprivileged: none for an ordinary user, setpriv(1) for root, with its own options. */
export const unprivileged = (options: string[] = []): string[] =>
  isRoot() ? ["setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups", ...options, "--"] : [];

// The system calls that a stranger's script does without: seccomp(2), a filter in classic BPF. What is refused, no lab needs, and
// the kernel has no namespace for it (keys, perf events, vsock), or it hides memory, or changes another process.

type Call = [name: string, x64: number, arm64: number | undefined]; // asm/unistd_64.h of x86-64; asm-generic/unistd.h

/** These fail with EPERM, as for somebody without the right. */
export const refused: Call[] = [
  ["add_key", 248, 217],
  ["request_key", 249, 218],
  ["keyctl", 250, 219],
  ["bpf", 321, 280],
  ["perf_event_open", 298, 241],
  ["userfaultfd", 323, 282],
  ["kexec_load", 246, 104],
  ["kexec_file_load", 320, 294],
  ["open_by_handle_at", 304, 265],
  ["shmget", 29, 194],
  ["shmat", 30, 196],
  ["shmctl", 31, 195],
  ["msgget", 68, 186],
  ["semget", 64, 190],
  ["ptrace", 101, 117],
  ["process_vm_readv", 310, 270],
  ["process_vm_writev", 311, 271],
  ["pidfd_getfd", 438, 438],
  ["kcmp", 312, 272],
  ["init_module", 175, 105],
  ["finit_module", 313, 273],
  ["delete_module", 176, 106],
  ["swapon", 167, 224],
  ["swapoff", 168, 225],
  ["reboot", 169, 142],
  ["acct", 163, 89],
  ["quotactl", 179, 60],
  ["quotactl_fd", 443, 443],
  ["fanotify_init", 300, 262],
  ["settimeofday", 164, 170],
  ["clock_settime", 227, 112],
  ["clock_adjtime", 305, 266],
  ["adjtimex", 159, 171],
  ["syslog", 103, 116],
  ["vhangup", 153, 58],
  ["iopl", 172, undefined],
  ["ioperm", 173, undefined],
];

/** These fail with ENOSYS, as on a kernel that has them not: programs then go another way. */
export const missing: Call[] = [
  ["io_uring_setup", 425, 425],
  ["io_uring_enter", 426, 426],
  ["io_uring_register", 427, 427],
  ["io_setup", 206, 0], // the machine has fs.aio-max-nr requests for all
  ["memfd_secret", 447, 447],
  // mount(2) does the same, and what it mounts is seen
  ["open_tree", 428, 428],
  ["move_mount", 429, 429],
  ["fsopen", 430, 430],
  ["fsconfig", 431, 431],
  ["fsmount", 432, 432],
  ["fspick", 433, 433],
  ["mount_setattr", 442, 442],
];

const families = [1, 2, 10, 16, 17]; // bits/socket.h: AF_UNIX, AF_INET, AF_INET6, AF_NETLINK, AF_PACKET

const machines = {
  x64: { arch: 0xc000003e, at: 1, sockets: [41, 53] }, // linux/audit.h: AUDIT_ARCH_X86_64; socket, socketpair
  arm64: { arch: 0xc00000b7, at: 2, sockets: [198, 199] },
} as const;

const EPERM = 1;
const ENOSYS = 38;
const EAFNOSUPPORT = 97;
// linux/bpf_common.h, linux/seccomp.h
const LOAD = 0x20; // BPF_LD | BPF_W | BPF_ABS
const IF_EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
const IF_AT_LEAST = 0x35; // BPF_JMP | BPF_JGE | BPF_K
const RETURN = 0x06; // BPF_RET | BPF_K
const ERRNO = 0x00050000; // SECCOMP_RET_ERRNO
const ALLOW = 0x7fff0000; // SECCOMP_RET_ALLOW
const X32 = 0x40000000; // asm/unistd.h: __X32_SYSCALL_BIT
// struct seccomp_data: i32 nr, u32 arch, u64 instruction_pointer, u64 args[6]; of an argument the lower half
const NUMBER_AT = 0;
const ARCH_AT = 4;
const FIRST_ARGUMENT_AT = 16;

type Step = [code: number, ifTrue: number, ifFalse: number, value: number];

/** The filter for this sort of processor, as bwrap's --seccomp reads it; undefined for one that it is not written for. */
export function seccompFilter(architecture: string = process.arch): Buffer | undefined {
  if (architecture !== "x64" && architecture !== "arm64") return undefined;
  const { arch, at, sockets } = machines[architecture];
  const fail = (errno: number): Step => [RETURN, 0, 0, ERRNO | errno];
  const unless = (number: number, errno: number): Step[] => [[IF_EQUAL, 0, 1, number], fail(errno)];
  const each = (calls: Call[], errno: number) =>
    calls.flatMap((call) => (call[at] === undefined ? [] : unless(call[at], errno)));
  const steps: Step[] = [
    [LOAD, 0, 0, ARCH_AT],
    [IF_EQUAL, 1, 0, arch],
    fail(ENOSYS), // another ABI (i386, 32-bit ARM), with numbers of its own
    [LOAD, 0, 0, NUMBER_AT],
    ...(architecture === "x64" ? ([[IF_AT_LEAST, 0, 1, X32], fail(ENOSYS)] satisfies Step[]) : []),
    ...each(refused, EPERM),
    ...each(missing, ENOSYS),
    [IF_EQUAL, 2, 0, sockets[0]],
    [IF_EQUAL, 1, 0, sockets[1]],
    [RETURN, 0, 0, ALLOW],
    [LOAD, 0, 0, FIRST_ARGUMENT_AT],
    ...families.map((family, index): Step => [IF_EQUAL, families.length - index, 0, family]),
    fail(EAFNOSUPPORT),
    [RETURN, 0, 0, ALLOW],
  ];
  return Buffer.concat(steps.map(instruction));
}

/** struct sock_filter, linux/filter.h: u16 code, u8 jt, u8 jf, u32 k. */
function instruction([code, ifTrue, ifFalse, value]: Step): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(ifTrue, 2);
  bytes.writeUInt8(ifFalse, 3);
  bytes.writeUInt32LE(value >>> 0, 4);
  return bytes;
}

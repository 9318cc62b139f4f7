// What a lab makes on the machine, learnt from its commands: names, addresses, ports, files.

export type Wanted = {
  links: string[];
  names: string[];
  /** With prefix length: "172.17.0.1/16". */
  addresses: string[];
  /** TCP ports that something of the lab listens on, on the host. */
  ports: number[];
  files: string[];
};

export function wantedBy(commands: readonly string[]): Wanted {
  const onHost = commands.filter((command) => !/^ip (-\S+ )*-n |^ip netns exec |^nsenter /.test(command));
  const all = (pattern: RegExp, from = onHost) => [
    ...new Set(from.flatMap((command) => [...command.matchAll(pattern)].map(([, word]) => word!))),
  ];
  return {
    // a name that is followed by `netns` is made over there
    links: all(/(?:\blink add|\bpeer name)(?: name| dev)? ([\w.-]+)(?! netns|[\w.-])/g).filter(
      (word) => word !== "type",
    ),
    names: all(/\bnetns add ([\w.-]+)/g),
    addresses: all(/(?:\baddress add|--subnet) ([\d.]+\/\d+)/g),
    ports: [...all(/(?:\blisten|docker run .*-p) (\d+)/g), ...all(/--net=host\b.* (nginx)$/g).map(() => "80")].map(
      Number,
    ),
    files: all(/(\/run\/[\w.-]+)/g, [...commands]).filter((file) => !/^\/run\/(netns|course|bun)$/.test(file)),
  };
}

// Holds a drawing of signs against a world: it names no node, link, address or cable that the world has not, and none is missing.
//
// A block is text that stands together: rows below each other, without a line between. Lines of | - + join blocks.

import type { DrawnLink, DrawnNode } from "../harness/graph/world.ts";

type Piece = { text: string; row: number; from: number; to: number };
type Block = { pieces: Piece[]; words: string[] };

/** What is wrong with the drawing, in words; nothing where it fits the world. */
export function misfits(drawing: string, world: readonly DrawnNode[]): string[] {
  const rows = drawing.replaceAll("\t", "        ").split("\n");
  const blocks = blocksOf(rows);
  const lines = linesBetween(rows, blocks);
  const words = blocks.flatMap((block) => block.words);
  return [...wrongNames(words, world), ...missingNames(words, world), ...wrongLines(blocks, lines, world)];
}

const isLine = (sign: string | undefined): boolean => sign !== undefined && "|-+".includes(sign);

/** Text between two gaps of at least two spaces, or a line. */
function piecesOf(row: string, at: number): Piece[] {
  const bare = row.replaceAll(/(?<=^|\s)[|+-]+(?=\s|$)/g, (line) => " ".repeat(line.length));
  return Array.from(bare.matchAll(/\S+(?: \S+)*/g), ({ 0: text, index }) => ({
    text,
    row: at,
    from: index,
    to: index + text.length - 1,
  }));
}

function blocksOf(rows: string[]): Block[] {
  const pieces = rows.flatMap(piecesOf);
  const groups: Piece[][] = [];
  for (const piece of pieces) {
    const near = groups.filter((group) => group.some((other) => isNear(piece, other)));
    for (const group of near) groups.splice(groups.indexOf(group), 1);
    groups.push([...near.flat(), piece]);
  }
  return groups.map((group) => ({
    pieces: group,
    words: group.flatMap(({ text }) => text.match(/[\w.:/-]*\w/g) ?? []),
  }));
}

/** Two spaces apart on one row, or on rows below each other, one over the other. */
const isNear = (one: Piece, other: Piece): boolean =>
  one.row === other.row
    ? Math.min(Math.abs(one.from - other.to), Math.abs(other.from - one.to)) <= 4
    : Math.abs(one.row - other.row) === 1 && one.from <= other.to + 1 && other.from <= one.to + 1;

/** Which blocks each line joins. */
function linesBetween(rows: string[], blocks: Block[]): Block[][] {
  const seen = new Set<string>();
  const joined: Block[][] = [];
  for (const [row, text] of rows.entries())
    for (let column = 0; column < text.length; column++) {
      if (!isOwnLine(rows, row, column) || seen.has(`${row} ${column}`)) continue;
      const touched = new Set<Block>();
      const queue = [[row, column] as const];
      for (const [r, c] of queue) {
        if (seen.has(`${r} ${c}`)) continue;
        seen.add(`${r} ${c}`);
        const sign = rows[r]![c]!;
        const steps = [
          ...(sign !== "|"
            ? ([
                [0, 1],
                [0, -1],
              ] as const)
            : []),
          ...(sign !== "-"
            ? ([
                [1, 0],
                [-1, 0],
              ] as const)
            : []),
        ];
        for (const [down, right] of steps) {
          const next = [r + down, c + right] as const;
          if (isOwnLine(rows, ...next)) queue.push(next);
          else for (const block of blocksAt(blocks, r, c, down, right)) touched.add(block);
        }
      }
      joined.push([...touched]);
    }
  return joined;
}

/** A sign of a line, and not of a word such as port-host1. */
const isOwnLine = (rows: string[], row: number, column: number): boolean =>
  isLine(rows[row]?.[column]) &&
  !(/[\w.]/.test(rows[row]?.[column - 1] ?? " ") && /[\w.]/.test(rows[row]?.[column + 1] ?? " "));

/** Who stands where a line ends: beside it after a space; above or below it, or a few signs to the side or a row further. */
function blocksAt(blocks: Block[], row: number, column: number, down: number, right: number): Block[] {
  if (!down)
    return blocks.filter(({ pieces }) =>
      pieces.some((piece) => piece.row === row && (right > 0 ? piece.from - column : column - piece.to) === 2),
    );
  const near = (rows: number, signs: number) =>
    blocks.filter(({ pieces }) =>
      pieces.some(
        (piece) => piece.row === row + down * rows && piece.from <= column + signs && piece.to >= column - signs,
      ),
    );
  return [near(1, 0), near(1, 4), near(2, 0)].find((found) => found.length) ?? [];
}

const plain = (address: string): string => address.replace(/\/\d+$/, "");
const isAddress = (word: string): boolean => /^\d+(\.\d+){3}(\/\d+)?$/.test(word);
/** A word that reads as a name of this course: it ends with a number, or is one of those that have none. */
const isName = (word: string): boolean =>
  /^(docker|host|web|eth|veth|br|switch|net|port|left|right)[\w-]*\d$/.test(word) ||
  ["lo", "router", "outside", "host", "voutside"].includes(word);

function wrongNames(words: string[], world: readonly DrawnNode[]): string[] {
  const names = new Set(world.flatMap(({ name, links }) => [name, ...links.map(({ ifname }) => ifname)]));
  const addresses = world.flatMap(({ links, routes }) => [
    ...links.flatMap((link) => link.addresses),
    ...routes.flatMap((route) => route.split(" ")),
  ]);
  const known = new Set([...addresses, ...addresses.map(plain)]);
  return words.flatMap((word) => {
    if (isAddress(word)) return known.has(word) ? [] : [`${word} is no address of this world`];
    return isName(word) && !names.has(word) ? [`${word} is no name of this world`] : [];
  });
}

const isLoopback = ({ ifname }: DrawnLink): boolean => ifname === "lo";

function missingNames(words: string[], world: readonly DrawnNode[]): string[] {
  const said = new Set(words.flatMap((word) => [word, plain(word)]));
  return world.flatMap(({ name, links }) => [
    // a host that only holds the switch is the room that all stands in
    ...(said.has(name) || (name === "host" && links.every((link) => isLoopback(link) || !link.addresses.length))
      ? []
      : [`the node ${name} is missing`]),
    ...links
      .filter((link) => !isLoopback(link))
      .flatMap(({ ifname, addresses, kind }) => [
        ...(kind === "bridge" && !said.has(ifname) ? [`the bridge ${ifname} is missing`] : []),
        ...addresses
          .filter((address) => !said.has(plain(address)))
          .map((address) => `${address} of ${name} is missing`),
      ]),
  ]);
}

/** Every cable leads along a line, and every line is a cable, or a port in its bridge. */
function wrongLines(blocks: Block[], lines: Block[][], world: readonly DrawnNode[]): string[] {
  const linkOf = (node: string, ifname: string) =>
    world.find(({ name }) => name === node)?.links.find((link) => link.ifname === ifname);
  /** Where a link stands: by its address, by a name that is nobody else's, else at its node's name, a port at its bridge. */
  const placesOf = (node: string, link: DrawnLink): Block[] => {
    const has = (block: Block, word: string) => block.words.some((each) => each === word || plain(each) === word);
    const at = (word: string) => blocks.filter((block) => has(block, word));
    const named = world.flatMap(({ links }) => links).filter(({ ifname }) => ifname === link.ifname).length === 1;
    const [address] = link.addresses;
    if (address && at(plain(address)).length) return at(plain(address));
    if (named && at(link.ifname).length) return at(link.ifname);
    const bridge = link.master ? linkOf(node, link.master) : undefined;
    if (bridge) {
      const wild = blocks.filter(({ pieces }) => pieces.some(({ text }) => text === "veth..."));
      return [...wild, ...placesOf(node, bridge)];
    }
    return at(node);
  };
  const isJoined = (some: Block[], others: Block[]) =>
    some.some((one) =>
      others.some((other) => one === other || lines.some((line) => line.includes(one) && line.includes(other))),
    );
  const pairs = world.flatMap(({ name, links }) =>
    links.flatMap((link) => {
      const peer = typeof link.peer === "object" ? link.peer : undefined;
      const far = peer && linkOf(peer.node, peer.ifname);
      const bridge = link.master ? linkOf(name, link.master) : undefined;
      return [
        ...(peer && far
          ? [
              {
                what: `${name} ${link.ifname} ══ ${peer.node} ${peer.ifname}`,
                ends: [placesOf(name, link), placesOf(peer.node, far)] as const,
              },
            ]
          : []),
        ...(bridge
          ? [
              {
                what: `${link.ifname} in ${bridge.ifname}`,
                ends: [placesOf(name, link), placesOf(name, bridge)] as const,
              },
            ]
          : []),
      ];
    }),
  );
  const missing = pairs.filter(({ ends: [one, other] }) => !isJoined(one, other)).map(({ what }) => `no line: ${what}`);
  const wrong = lines.flatMap((line) =>
    line.flatMap((one, at) =>
      line.slice(at + 1).flatMap((other) => {
        const isReal = pairs.some(
          ({ ends: [a, b] }) => (a.includes(one) && b.includes(other)) || (a.includes(other) && b.includes(one)),
        );
        // several cables may share a line on their way to one bridge
        const shares = line.some(
          (hub) =>
            hub !== one &&
            hub !== other &&
            pairs.some(
              ({ ends: [a, b] }) => [a, b].some((end) => end.includes(hub)) && [a, b].some((end) => end.includes(one)),
            ),
        );
        return isReal || shares ? [] : [`a line that is no cable: ${one.words.join(" ")} – ${other.words.join(" ")}`];
      }),
    ),
  );
  return [...missing, ...wrong];
}

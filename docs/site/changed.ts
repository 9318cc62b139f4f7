import type { Picture } from "../../harness/graph/picture.ts";

/** The keys of what is new in a picture, or not as it was. */
export function changed(before: Picture | undefined, now: Picture): Map<string, string> {
  if (!before) return new Map();
  const looks = (picture: Picture) =>
    new Map([
      ...picture.boxes.map((box) => [box.key, box.kind] as const),
      ...picture.boxes.flatMap(({ lines }) => lines.map((line) => [line.key, JSON.stringify(line)] as const)),
      ...picture.bars.map(({ key, text, isDown }) => [key, `${text} ${isDown}`] as const),
      ...picture.pins.map(({ key, text, isDown }) => [`${key} pin`, `${text} ${isDown}`] as const),
      ...picture.wires.map(({ key, isDown, details }) => [key, `${details} ${isDown}`] as const),
    ]);
  const old = looks(before);
  return new Map([...looks(now)].flatMap(([key, look]) => (old.get(key) === look ? [] : [[key, "changed"]])));
}

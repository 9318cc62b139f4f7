// A student's values are a pure function of lab, student and secret; they are valid, differ, and are never confused.

import { describe, expect, test } from "bun:test";
import { labNames as allLabs } from "../../harness/lab/names.ts";
import { isAlike } from "../../harness/student/alike.ts";
import { studentId } from "../../harness/student/id.ts";
import { valuesOf } from "../../harness/student/values.ts";
import { courseSource } from "../../harness/text/source.ts";
import { expectNone } from "../sentences.ts";

const students = Array.from({ length: 2000 }, (_, at) => `student-${at}`);
const labNames = () => allLabs().filter((lab) => !isAlike(lab));
// without the part on real Docker, which has no values of a student's own
const texts = Object.fromEntries(
  labNames().map((lab) => [lab, courseSource(lab, "en").replace(/^# [^\n]*\{#docker\}[\s\S]*?(?=^# )/m, "")]),
);

// what each text names that a student has another value for
const words = Object.fromEntries(labNames().map((lab) => [lab, [...valuesOf(lab, undefined).in(texts[lab]!).keys()]]));

/** All of a student's values in a lab, each with what it stands for. */
const allOf = (lab: string, student: string | undefined, secret?: string): [string, string][] => {
  const own = valuesOf(lab, student, secret).of(words[lab]!.join("\n")).split("\n");
  return words[lab]!.map((notes, at) => [notes, own[at]!]);
};

test("lab 08 is the same for everybody", () => {
  expect(valuesOf("08-cni", "student-1").of("docker1 172.17.0.2")).toBe("docker1 172.17.0.2");
});

for (const lab of labNames())
  describe(lab, () => {
    test("for 2,000 students names and addresses are valid, no two are one, and none is the notes'", () => {
      const seen = new Set<string>();
      for (const student of students) {
        const values = allOf(lab, student);
        const own = values.map(([, value]) => value);
        seen.add(own.join());
        const wrong = values.filter(([notes, value]) => words[lab]!.includes(value) || !isLike(notes, value));
        const twice = own.length - new Set(own).size;
        if (wrong.length || twice) expect({ student, wrong, twice }).toEqual({ student, wrong: [], twice: 0 });
      }
      // the fewest values are lab 01's: two numbers and an example network
      if (seen.size < 1990)
        expectNone([
          `Of ${students.length} students only ${seen.size} have values of their own in lab ${lab}: let docs/en/${lab}.md name a container or an address more`,
        ]);
    });
  });

describe("for 2,000 students", () => {
  test("the networks are spread", () => {
    const networks = students.map((student) => valuesOf("03-bridge", student, "").of("172.17.0.0/16"));
    const counts = Object.values(Object.groupBy(networks, (network) => network)).map((all) => all!.length);
    expect(counts.length).toBeGreaterThan(250); // of 271
    expect(Math.max(...counts)).toBeLessThan(30);
  });

  test("half of them have one container more, half two", () => {
    const two = students.filter((student) => valuesOf("03-bridge", student, "").further === 2).length;
    expect(Math.abs(two - 1000)).toBeLessThan(150);
  });
});

/** Is the value one that may stand for this one of the notes? */
function isLike(notes: string, value: string): boolean {
  if (!/^\d/.test(notes)) return value.length <= 15 && /^[a-z-]+\d{3}$|^veth[0-9a-f]{7}$/.test(value);
  const [last, host] = [notes, value].map((address) => Number(address.split(".").at(-1))) as [number, number];
  const isPrivate = /^(10\.([1-9]|\d\d|\d{3})|172\.(1[6-9]|2\d|3[01])|192\.168)\.\d{1,3}\.\d{1,3}$/.test(value);
  const isExample = /^(192\.0\.2|198\.51\.100|203\.0\.113)\.\d{1,3}$/.test(value);
  const parts = value.split(".").every((part) => Number(part) <= 255);
  return parts && isPrivate !== isExample && (last === 0 ? host === 0 : host > 1 && host < 255);
}

test("the same three give the same values; another lab, student or secret gives others", () => {
  const values = allOf("03-bridge", "ann", "autumn");
  expect(allOf("03-bridge", "ann", "autumn")).toEqual(values);
  for (const [lab, student, secret] of [
    ["03-bridge", "Ann", "autumn"],
    ["03-bridge", "ann", "spring"],
    ["03-bridge", "ann", ""],
    ["04-arp", "ann", "autumn"],
  ] as const) {
    const other = valuesOf(lab, student, secret);
    // there are only three example networks
    expect(values.filter(([notes, own]) => other.of(notes) === own && !notes.startsWith("192.0.2."))).toEqual([]);
  }
});

test("no student: the notes' values", () => {
  for (const lab of labNames()) {
    expect(valuesOf(lab, undefined, "autumn").of(texts[lab]!)).toBe(texts[lab]!);
    expect([...valuesOf(lab, undefined).in(texts[lab]!)].filter(([notes, own]) => notes !== own)).toEqual([]);
  }
});

describe("a text", () => {
  const { of, canonicalId } = valuesOf("03-bridge", "ann", "");

  test("keeps what shares a subnet in one subnet", () => {
    const across = valuesOf("07-cross-host", "ann", "").of;
    const [all, one, first, second, other] = "172.17.0.0/16 172.17.1.0/24 172.17.1.2 172.17.1.3 172.17.2.2"
      .split(" ")
      .map((word) => across(word));
    const [wide, narrow] = [all!.split(".").slice(0, 2).join("."), one!.split(".").slice(0, 3).join(".")];
    expect(narrow.startsWith(`${wide}.`)).toBe(true);
    for (const address of [first, second]) expect(address!.startsWith(`${narrow}.`)).toBe(true);
    expect(other!.startsWith(`${wide}.`)).toBe(true);
    expect(other!.startsWith(`${narrow}.`)).toBe(false);
  });

  test.each([
    "127.0.0.1 0.0.0.0 255.255.0.0 8.8.8.8 224.0.0.1 172.16.0.0/12 10.0.2.15 1.2.172.17.0.2 172.17.0.2.3",
    "check-pair-docker1 docker1-docker2 docker12 docker eth0 lo host outside veth1 mydocker1 docker1x",
    "host's sysctl net.ipv4 web.conf vethXXXXXXX labs/03-bridge.ts",
  ])("keeps what is nobody's own: %s", (text) => expect(of(text)).toBe(text));

  test.each([
    "(docker1)",
    "docker1's",
    "在 docker1里",
    "`docker1`。",
    "/run/docker1.pid",
    "docker1,docker1",
    '"docker1"',
  ])("is translated whole word by whole word: %s", (text) =>
    expect(of(text)).toBe(text.replaceAll("docker1", of("docker1"))),
  );

  test("has the same number in a name that is made of another", () => {
    expect(of("vdocker1 port-host2")).toBe(`v${of("docker1")} port-${of("host2")}`);
  });

  test("has a sentence's full stop after an address, or a prefix length", () => {
    expect(of("172.17.0.2. 172.17.0.2/16, http://172.17.0.2:80")).toBe(
      `${of("172.17.0.2")}. ${of("172.17.0.2")}/16, http://${of("172.17.0.2")}:80`,
    );
  });

  test("keeps the columns of a drawing", () => {
    const drawing =
      "  docker1        docker2        |\n 172.17.0.2/16     172.17.0.3/16    |\n x -------- docker0 --------  |";
    const lengths = (text: string) => text.split("\n").map((line) => line.length);
    expect(lengths(of(drawing))).toEqual(lengths(drawing));
  });

  test("an id is the course text's again", () => {
    for (const id of ["docker1-docker2", "pair-docker1", "bridge-docker0", "own-source", "trace-docker2"])
      expect(canonicalId(id.replaceAll(/docker\d/g, (name) => of(name)))).toBe(id);
    expect(canonicalId("seen-docker999x")).toBe("seen-docker999x");
  });
});

describe("a student's id", () => {
  test("is any text; encoding and spaces around it make no difference", () => {
    for (const id of ["s1234567", "张三", "O'Hara; rm -rf /", "-x", "💥", "a".repeat(200), "../../x"])
      expect(studentId(id)).toBe(id);
    expect(studentId("  Zoe\u0308 ")).toBe("Zoë");
    expect(allOf("03-bridge", " Zoe\u0308")).toEqual(allOf("03-bridge", "Zoë"));
  });

  test.each([
    ["nothing", "", /it is empty/],
    ["only spaces", " \n\t ", /it is empty/],
    ["two lines", "a\nb", /control characters/],
    ["NUL", "a\0b", /control characters/],
    ["10 kB", "x".repeat(10_000), /it has 10000 characters, and 200 are allowed/],
  ])("is refused with one message: %s", (_, id, message) => expect(() => studentId(id)).toThrow(message));
});

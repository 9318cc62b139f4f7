// Grades that hold everything a report can meet. Their labs have no course text, so that no change of one is felt here. Students choose names, aliases and script names: `hostile` is all
// that such a string can do to a terminal, XML, HTML, Markdown, a spreadsheet and a workflow command at once.

import type { LabGrade } from "../../grader/grading/lab-grade.ts";

const hostile = `</code><script>alert("1")</script> & ]]> | \`a\` **b** 100%\r\n::error::x\0\x1b[31m\u202e \ud800 网桥`;

export const grades: LabGrade[] = [
  {
    lab: "97-bridge",
    student: '=HYPERLINK("x")',
    score: 1,
    maxScore: 5,
    complaints: [],
    script: { status: 1, seconds: 0.25, output: `building\nCannot find device "${hostile}"\n` },
    checks: [
      {
        id: "bridge",
        title: "docker0 is a bridge",
        outcome: "pass",
        points: 1,
        maxPoints: 1,
        needs: [],
        seen: "ip link show docker0",
        durationMs: 12,
      },
      {
        id: "bridge-address",
        title: "docker0 has the address 172.17.0.1/16: yes, it has",
        hint: "Look at `ip -4 address show docker0`.",
        outcome: "fail",
        points: 0,
        maxPoints: 2,
        needs: ["bridge"],
        expected: { local: "172.17.0.1", prefixlen: 16 },
        actual: { local: "172.17.0.9", ifalias: hostile, flags: ["UP"], linkinfo: { info_kind: null } },
        seen: "ip addr show docker0",
        cause: {
          node: "host",
          what: "filtered",
          facts: {
            rule: `-A INPUT -m comment --comment "${hostile}" -j DROP`,
            chain: "INPUT",
            src: "172.17.0.2",
            dst: "172.17.0.1",
          },
          seen: "iptables -S INPUT",
        },
        durationMs: 431,
      },
      {
        id: "docker1-docker2",
        outcome: "skip",
        points: 0,
        maxPoints: 1,
        needs: ["bridge-address"],
        blockedBy: ["bridge-address"],
        durationMs: 0,
      },
      { id: "ports-bare", outcome: "error", points: 0, maxPoints: 1, needs: [], actual: "EPERM: -1", durationMs: 3.4 },
    ],
  },
  {
    lab: "98-自己的",
    student: "张三",
    score: 0,
    maxScore: 1.5,
    complaints: [`check "98.sh" ended with SIGKILL: ${hostile}`],
    checks: [
      {
        id: "own",
        title: "网桥 `docker0` <b>",
        hint: "看看 `ip link`",
        outcome: "fail",
        points: 0,
        maxPoints: 1.5,
        needs: [],
        expected: "+1",
        actual: "-1",
        cause: {
          node: "docker2",
          what: "no-return-route",
          facts: { dst: "172.17.0.2" },
          seen: "ip route get 172.17.0.2",
        },
        durationMs: 1,
      },
    ],
  },
  { lab: "99-none", score: 0, maxScore: 0, checks: [], complaints: ["@none"] },
];

/** The same without what could not be found out. */
export const graded: LabGrade[] = grades.slice(0, 2).map((grade) => {
  const checks = grade.checks.filter(({ outcome }) => outcome !== "error");
  return { ...grade, checks, complaints: [], maxScore: checks.reduce((sum, { maxPoints }) => sum + maxPoints, 0) };
});

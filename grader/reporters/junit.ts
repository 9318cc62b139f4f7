// JUnit XML, the subset that these schemas agree on: Jenkins' junit-4.xsd to junit-10.xsd (xunit-plugin,
// src/main/resources/…/types/model/xsd), Ant's JUnit.xsd (github.com/windyroad/JUnit-Schema) and, for each <testsuite>, Maven
// Surefire's surefire-test-report.xsd (maven.apache.org/surefire). So: <skipped> has no attribute, `time` is always there, no suite
// is nested, <testsuites> has no attribute, and each suite says when and where, and ends with both outputs.

import type { Language } from "../../harness/text/language.ts";
import { type Markup, markup, type Part } from "../../harness/text/markup.ts";
import type { LabGrade } from "../grading/lab-grade.ts";
import type { Outcome, TestPoint } from "../tap/test-point.ts";
import { asText, complaintsOf, reportOf } from "./lines.ts";
import { scriptLines } from "./ran.ts";
import type { Reporter } from "./reporter.ts";

/** A suite for each lab, a case for each check. A failure of the grading itself is a case of its own: `grading`. */
export const report: Reporter = (grades, language) => {
  const suites = grades.map((grade, at) => suite(grade, at, language));
  return markup`<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", {}, ["\n", suites])}`.markup;
};

function suite(grade: LabGrade, id: number, language: Language): Markup {
  const { lab, student, handedInBy = student, checks, complaints } = grade;
  const { titleOf, lines } = reportOf({ lab, student }, language);
  const attributes = {
    name: lab,
    tests: checks.length + complaints.length,
    failures: count(grade, "fail"),
    errors: count(grade, "error") + complaints.length,
    skipped: count(grade, "skip"),
    time: seconds(duration(grade)),
    timestamp: new Date().toISOString().slice(0, "2026-11-30T23:59:59".length), // without a zone: the schema has no room for one
    hostname: "localhost",
    id,
    package: "container-network-labs",
  };
  const facts = {
    score: grade.score,
    "max-score": grade.maxScore,
    ...(handedInBy === undefined ? {} : { student: handedInBy }),
  };
  const properties = Object.entries(facts).map(([name, value]) => element("property", { name, value }));
  const cases = checks.map((point) => {
    const head = { name: titleOf(point), classname: `${lab}.${point.id}`, time: seconds(point.durationMs) };
    return element("testcase", head, verdict(point, asText(lines(point))));
  });
  const failures = complaintsOf(grade, language).map((complaint) => {
    const head = { name: "grading", classname: `${lab}.grading`, time: seconds(0) };
    return element("testcase", head, element("error", { type: "complaint", message: complaint }, complaint));
  });
  const ran = scriptLines(grade, language);
  const body = [
    element("properties", {}, ["\n", properties]),
    ...cases,
    ...failures,
    element("system-out", {}, ran.join("\n")),
    element("system-err", {}),
  ];
  return element("testsuite", attributes, ["\n", body]);
}

function verdict({ outcome, id }: TestPoint, why: string): Markup | undefined {
  const [first = ""] = why.split("\n");
  if (outcome === "pass") return undefined;
  if (outcome === "skip") return element("skipped", {}, why);
  return element(outcome === "fail" ? "failure" : "error", { type: id, message: first }, why);
}

function element(name: string, attributes: Record<string, string | number>, content?: Part): Markup {
  const list = Object.entries(attributes).map(([key, value]) => markup` ${key}="${value}"`);
  return content ? markup`<${name}${list}>${content}</${name}>\n` : markup`<${name}${list}/>\n`;
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3);
const sum = <T>(items: T[], value: (item: T) => number): number => items.reduce((all, item) => all + value(item), 0);
const duration = ({ checks }: LabGrade): number => sum(checks, (point) => point.durationMs);
const count = ({ checks }: LabGrade, outcome: Outcome): number =>
  checks.filter((point) => point.outcome === outcome).length;

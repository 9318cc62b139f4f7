// What is known of a lab while somebody looks at its page, and the page's parts made of it, in each language that is asked for.

import { forgetHints, type GivenHints, giveHints, givenHints } from "../../grader/exercise/given-hints.ts";
import { wrongPlaces } from "../../grader/reporters/picture.ts";
import { withAsked } from "../../harness/graph/asked.ts";
import { type Hidden, tellsReasons } from "../../harness/graph/hidden.ts";
import { layout } from "../../harness/graph/layout.ts";
import { svg } from "../../harness/graph/svg.ts";
import type { Table } from "../../harness/graph/tables.ts";
import type { DrawnNode } from "../../harness/graph/world.ts";
import { withWrong } from "../../harness/graph/wrong.ts";
import { askedWorld } from "../../harness/lab/pictures.ts";
import { studentOf } from "../../harness/student/id.ts";
import type { Language } from "../../harness/text/language.ts";
import type { Entry } from "../../harness/world/registry.ts";
import { askedPart } from "./asked.ts";
import { changed } from "./changed.ts";
import { type CheckedLab, checksPart } from "./checks.ts";
import { follow } from "./follow.ts";
import { statePart } from "./state.ts";

type Tables = Readonly<Record<string, readonly Table[]>>;

/** What is known: nothing of a lab that is not up, and of a world that was only just begun. */
export type Known = {
  entry?: Entry | undefined;
  nodes: readonly DrawnNode[];
  /** What the picture showed before the last change. */
  before?: readonly DrawnNode[] | undefined;
  /** What the nodes hold, by node; nothing while something is asked. */
  tables: Tables;
  tablesBefore?: Tables | undefined;
  questions: readonly string[];
  answers: Readonly<Record<string, string>>;
  hidden: Hidden;
  grade?: CheckedLab | undefined;
  /** How many hints were asked for, by check. */
  given: GivenHints;
};

export const nothing: Known = { nodes: [], tables: {}, questions: [], answers: {}, hidden: {}, given: {} };

const parts = {
  picture: (known: Known) => pictureOf(known),
  state: (known: Known, language: Language) => statePart(known, language).markup,
  asked: (known: Known, language: Language) => askedPart(known, language).markup,
  checks: (known: Known, language: Language) => (known.grade ? checksPart(known, known.grade, language).markup : ""),
};

export type Event = { name: keyof typeof parts; html: string };

/** Follows one lab for all who look at it, and only as long as somebody does. */
export function liveOf(lab: string) {
  const listeners = new Map<(event: Event) => void, { language: Language; shown: Map<string, string> }>();
  let known = nothing;
  let stop = () => {};
  const tell = () => {
    const made = new Map<string, string>();
    for (const [listener, { language, shown }] of listeners)
      for (const name of Object.keys(parts) as Event["name"][]) {
        const html = made.get(`${name} ${language}`) ?? parts[name](known, language);
        made.set(`${name} ${language}`, html);
        if (shown.get(name) === html) continue;
        shown.set(name, html);
        listener({ name, html });
      }
  };
  return {
    /** Gives one hint more for a check that fails; false where there is no such check. */
    hint(id: string): boolean {
      const { checks = [] } = known.grade ?? {};
      if (!checks.some((check) => check.id === id && check.outcome === "fail")) return false;
      giveHints(lab, checks, id, (known.given[id] ?? 0) + 1);
      known = withHints(lab, known);
      tell();
      return true;
    },
    /** Hears all that is known, then every change; gives what ends it. */
    listen(language: Language, listener: (event: Event) => void): () => void {
      listeners.set(listener, { language, shown: new Map() });
      if (listeners.size === 1)
        stop = follow(lab, (news) => {
          known = withHints(lab, { ...known, ...news });
          tell();
        });
      else tell();
      return () => {
        if (!listeners.delete(listener) || listeners.size) return;
        stop();
        known = nothing;
      };
    },
  };
}

/** With the hints that were given, here or by the lab's own verb, to checks that still fail. */
function withHints(lab: string, known: Known): Known {
  const { checks } = known.grade ?? {};
  if (!checks) return { ...known, given: {} };
  forgetHints(lab, checks);
  return { ...known, given: givenHints(lab, checks) };
}

/** The world as it is now: what changed, what is wrong and what is not there are marked. */
function pictureOf({ entry, nodes, before, grade, hidden }: Known): string {
  if (!entry || !nodes.length) return "";
  // while it is being built, what is not there yet is nobody's mistake
  const asked = entry.complete ? askedWorld(entry.lab, entry.exercise ?? false, entry.student && studentOf(entry)) : [];
  const wrong = tellsReasons(hidden) ? wrongPlaces(grade?.checks ?? [], nodes) : [];
  const draw = (world: readonly DrawnNode[]) => withWrong(withAsked(world, asked), wrong);
  const drawn = draw(nodes);
  const news = changed(before && layout(draw(before).nodes), layout(drawn.nodes));
  return svg(drawn.nodes, { title: entry.lab, isStyled: true, marked: new Map([...news, ...drawn.marked]) });
}

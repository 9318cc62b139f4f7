// Where a ping was seen last.

import { answerOf, questionOf } from "./asked.ts";
import type { Hop } from "./hop.ts";
import { isReply } from "./sequel.ts";
import { hopsOf } from "./story.ts";

type Own = { own: ReadonlySet<Hop> };

/** The hops from which nothing went on, of the leg that got lost, the latest first: of the reply, else of the request, else of the questions. */
export function lastHops({ own }: Own): Hop[] {
  const legs = [isReply, isRequest, isQuestion];
  const leg = legs.map((isOfIt) => [...own].filter(isOfIt)).find(({ length }) => length) ?? [];
  return leg
    .flatMap(hopsOf)
    .filter(({ next }) => !next.length)
    .sort((one, other) => Number(other.time - one.time));
}

/** A question for a MAC address that nobody answered: who asked, and about which address. */
export type Unanswered = { node: string; address: string; packet: Hop };

export function unansweredIn({ own }: Own): Unanswered[] {
  const answers = new Set([...own].map(({ frame }) => answerOf(frame)));
  const open = [...own].flatMap((packet) => {
    const question = questionOf(packet.frame);
    if (question === undefined || answers.has(question)) return [];
    return [{ node: packet.node, address: question.split(" ")[1]!, packet }];
  });
  return [...new Map(open.map((one) => [`${one.node} ${one.address}`, one])).values()]; // it is repeated
}

/** Or a piece of one. */
const isRequest = (packet: Hop): boolean =>
  !isReply(packet) && !isQuestion(packet) && !isAnswer(packet) && !(packet.frame.icmp ?? packet.frame.icmp6)?.about;
const isQuestion = ({ frame }: Hop): boolean => questionOf(frame) !== undefined;
const isAnswer = ({ frame }: Hop): boolean => answerOf(frame) !== undefined;

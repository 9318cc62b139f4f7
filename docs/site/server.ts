// The site on 127.0.0.1.

import { randomBytes } from "node:crypto";
import { Mistake, reasonOf } from "../../harness/ground/error.ts";
import { statesOf } from "../../harness/lab/course.ts";
import { labNames } from "../../harness/lab/names.ts";
import { picturesOf } from "../../harness/lab/pictures.ts";
import { studentOf } from "../../harness/student/id.ts";
import { valuesOf } from "../../harness/student/values.ts";
import type { Language } from "../../harness/text/language.ts";
import { find } from "../../harness/world/registry.ts";
import { act, type Done, saved, traced, walked } from "./act.ts";
import { askedPart } from "./asked.ts";
import { type Asset, assets } from "./assets.ts";
import { guard, policy } from "./guard.ts";
import { home } from "./home.ts";
import { labPage, livePart } from "./lab.ts";
import { liveOf, nothing } from "./live.ts";
import { page } from "./page.ts";
import { pictureTo } from "./pictures.ts";
import { searchIndex } from "./search.ts";
import { statePart } from "./state.ts";
import { type Attached, endSessions, sessionOf } from "./terminals.ts";
import { partsOf } from "./text.ts";
import { words } from "./words.ts";

const portsTried = 20;

/** Starts the site; a port that is taken: the next one. Gives the URL with the key. */
export async function serve(port: number, secret = randomBytes(24).toString("base64url")) {
  const files = await assets();
  const safe = guard(secret);
  const lives = new Map(labNames().map((lab) => [lab, liveOf(lab)]));
  const indexes = new Map<Language, string>();

  async function answer(request: Request, server: Bun.Server<Attached>): Promise<Response | undefined> {
    const url = new URL(request.url);
    const asset = files.get(url.pathname.replace(/^\/assets\//, ""));
    const isStatic = Boolean(asset) && url.pathname.startsWith("/assets/");
    const withKey = request.method === "GET" ? safe.cookieFor(url) : undefined;
    const refused = safe.refusal(request, isStatic || withKey !== undefined);
    if (refused) return text(refused.why, refused.status);
    if (withKey) return new Response(null, { status: 303, headers: { location: url.pathname, "set-cookie": withKey } });
    if (isStatic) return file(asset!);
    const [first = "", second = "", third] = url.pathname.slice(1).split("/");
    const isLab = labNames().includes(second);
    if (request.method === "POST") return change(request, first, second);
    if (request.method !== "GET") return text("Unknown method", 405);
    if (first === "") return redirect(`/${chosen(request)}/`);
    if (first === "terminal") return attach(url, request, server);
    if (first === "events" && isLab) return events(second, languageIn(url.searchParams.get("language")));
    if (first === "search") return json(index(languageIn(second.replace(/\.json$/, ""))));
    if (first === "pictures" && isLab) return picture(second, third?.replace(/\.svg$/, "") ?? "");
    if (first !== "en" && first !== "zh") return text("There is no such page", 404);
    if (second === "") return html(homePage(first), first);
    if (isLab && third === "") return html(labPageOf(second, first), first);
    return isLab && third === undefined ? redirect(`/${first}/${second}/`) : text("There is no such page", 404);
  }

  async function change(request: Request, what: string, named: string): Promise<Response> {
    const isJson = request.headers.get("content-type") === "application/json";
    const asked = (isJson ? await request.json().catch(() => ({})) : {}) as Record<
      "lab" | "verb" | "words",
      unknown
    > & {
      language?: string;
    };
    const lab = named || String(asked.lab);
    if (!labNames().includes(lab)) return text("There is no such lab", 404);
    const language = languageIn(asked.language);
    const said = Array.isArray(asked.words) ? asked.words.filter((word) => typeof word === "string") : [];
    if (what === "save") return download(await saved(lab));
    if (what === "walk") return download(await walked(lab, said, language));
    if (what === "trace") return download(await traced(lab, said, language));
    if (what === "hint") return lives.get(lab)!.hint(said[0] ?? "") ? json("{}") : text("There is no such check", 404);
    const done = what === "act" && (await act(lab, String(asked.verb), said, language));
    return done ? json(JSON.stringify(done)) : text("There is no such action", 404);
  }

  function events(lab: string, language: Language): Response {
    let end = () => {};
    const stream = new ReadableStream<string>({
      start(controller) {
        controller.enqueue(":\n\n");
        end = lives
          .get(lab)!
          .listen(language, ({ name, html }) =>
            controller.enqueue(`event: ${name}\ndata: ${JSON.stringify(html)}\n\n`),
          );
      },
      cancel: () => end(),
    });
    return new Response(stream.pipeThrough(new TextEncoderStream()), {
      headers: { ...policy, "content-type": "text/event-stream", "cache-control": "no-store" },
    });
  }

  function attach(url: URL, request: Request, server: Bun.Server<Attached>): Response | undefined {
    const { lab = "", node = "", id = "" } = Object.fromEntries(url.searchParams);
    if (!labNames().includes(lab) || node.startsWith("-") || !/^[\w-]{8,64}$/.test(id))
      return text("There is no such terminal", 404);
    if (find(lab)?.kind === "machine") return text("This lab is up on the machine itself", 403);
    const session = sessionOf(id, lab, node);
    if (!session) return text("There are too many terminals", 503);
    return server.upgrade(request, { data: { session } }) ? undefined : text("This is for a web socket", 400);
  }

  function index(language: Language): string {
    const known = indexes.get(language) ?? searchIndex(language);
    indexes.set(language, known);
    return known;
  }

  const start = (at: number) =>
    Bun.serve<Attached>({
      hostname: "127.0.0.1",
      port: at,
      idleTimeout: 0, // events may be rare
      fetch: async (request, server) => {
        try {
          return await answer(request, server);
        } catch (error) {
          return text(error instanceof Mistake ? error.message : `The site failed: ${reasonOf(error)}`, 500);
        }
      },
      websocket: {
        maxPayloadLength: 1024 * 1024,
        open: (socket) => socket.data.session.attach(socket),
        message: (socket, message) => socket.data.session.take(message),
        close: (socket) => socket.data.session.detach(socket),
      },
    });
  const server = firstFree(start, port);
  return {
    url: `http://127.0.0.1:${server.port}/?key=${secret}`,
    server,
    stop() {
      endSessions();
      return server.stop(true);
    },
  };
}

function firstFree<T>(start: (port: number) => T, port: number): T {
  for (let at = port; ; at++)
    try {
      return start(at);
    } catch (error) {
      const isTaken = (error as NodeJS.ErrnoException).code === "EADDRINUSE";
      if (!isTaken || port === 0 || at >= port + portsTried)
        throw new Mistake(`Cannot start the site on port ${port}: ${reasonOf(error)}`, `bun docs --port ${port + 100}`);
    }
}

const homePage = (language: Language): string =>
  page({
    language,
    title: words[language].course,
    root: "../",
    other: `${otherThan(language)}/`,
    body: home(statesOf(language), language, false),
    isStatic: false,
  });

function labPageOf(lab: string, language: Language): string {
  const entry = find(lab);
  const values = valuesIn(lab);
  const parts = partsOf(lab, language, values);
  const pictures = { pictures: picturesOf(lab, values), folder: `../../pictures/${lab}/` };
  const title = parts.find(({ id }) => id === lab)?.title ?? lab;
  const known = { ...nothing, entry };
  const live = livePart(language, statePart(known, language), askedPart(known, language));
  return page({
    language,
    title: `${lab.slice(0, 2)} ${title.replaceAll("`", "")}`,
    root: "../../",
    other: `${otherThan(language)}/${lab}/`,
    body: labPage({ lab, language, parts, ...pictures, live }),
    isStatic: false,
  });
}

/** In the values of the student whose exercise is up. */
const valuesIn = (lab: string) => {
  const entry = find(lab);
  return valuesOf(lab, entry?.student && studentOf(entry)).of;
};

function picture(lab: string, section: string): Response {
  const found = pictureTo(picturesOf(lab, valuesIn(lab)), section);
  return found === undefined ? text("There is no such picture", 404) : answerOf(found, "image/svg+xml");
}

const otherThan = (language: Language): Language => (language === "en" ? "zh" : "en");
const languageIn = (word: string | null | undefined): Language => (word === "zh" ? "zh" : "en");
/** The language of the page that was read last; at the first visit the browser's. */
function chosen({ headers }: Request): Language {
  const [, last] = /(?:^|;\s*)language=(en|zh)\b/.exec(headers.get("cookie") ?? "") ?? [];
  return languageIn(last ?? (/^zh\b/i.test(headers.get("accept-language") ?? "") ? "zh" : "en"));
}

const answerOf = (body: string | Uint8Array<ArrayBuffer>, type: string, status = 200, caching = "no-store"): Response =>
  new Response(body, { status, headers: { ...policy, "content-type": type, "cache-control": caching } });
const text = (body: string, status: number): Response => answerOf(`${body}\n`, "text/plain;charset=utf-8", status);
function html(body: string, language: Language): Response {
  const answer = answerOf(body, "text/html;charset=utf-8");
  answer.headers.set("set-cookie", `language=${language}; Path=/; SameSite=Strict; Max-Age=31536000`);
  return answer;
}
const json = (body: string): Response => answerOf(body, "application/json");
const file = ({ type, bytes }: Asset): Response => answerOf(bytes as string, type, 200, "no-cache");
const download = ({ status, out, err }: Done): Response =>
  status === 0 ? answerOf(out, "text/plain;charset=utf-8") : text(err.trim() || out.trim(), 409);
const redirect = (location: string): Response => new Response(null, { status: 302, headers: { ...policy, location } });

// Who may talk to the site. It can start a shell, so for any page in any browser it must be as if it were not there.

import { timingSafeEqual } from "node:crypto";

/** What every answer carries. xterm sets style elements; scripts are never inline. */
export const policy = {
  "content-security-policy":
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

const cookie = "course";

export type Guard = {
  /** Of the URL that is printed: it becomes a cookie at the first visit. */
  secret: string;
  /** Why the request is refused; undefined where it may go on. Static files need no secret. */
  refusal(request: Request, isStatic: boolean): { status: number; why: string } | undefined;
  /** The cookie, for whoever came with the secret in the URL. */
  cookieFor(url: URL): string | undefined;
};

export function guard(secret: string): Guard {
  return {
    secret,
    refusal(request, isStatic) {
      // with a name that somebody else made lead here (DNS rebinding) Origin and Host agree, so Origin alone says nothing
      if (!isLocal(request.headers.get("host")))
        return { status: 421, why: "This site answers to 127.0.0.1 and localhost only" };
      const origin = request.headers.get("origin");
      const changes = request.method !== "GET" && request.method !== "HEAD";
      const isSocket = request.headers.get("upgrade")?.toLowerCase() === "websocket";
      if ((changes || isSocket || origin !== null) && !isSame(origin, request.headers.get("host")))
        return { status: 403, why: "This call came from another site" };
      const site = request.headers.get("sec-fetch-site");
      if ((changes || isSocket) && site !== null && site !== "same-origin")
        return { status: 403, why: "This call came from another site" };
      if (isStatic || equal(cookieOf(request), secret)) return undefined;
      return { status: 401, why: "Open the whole URL that `bun docs` printed: it holds the key" };
    },
    cookieFor(url) {
      if (!equal(url.searchParams.get("key") ?? "", secret)) return undefined;
      return `${cookie}=${secret}; Path=/; HttpOnly; SameSite=Strict`;
    },
  };
}

const locals = ["127.0.0.1", "localhost", "[::1]"];

/** Any port: a virtual machine may have forwarded another one. */
const isLocal = (host: string | null): boolean => locals.includes((host ?? "").replace(/:\d+$/, "").toLowerCase());

const isSame = (origin: string | null, host: string | null): boolean =>
  origin !== null && host !== null && origin.toLowerCase() === `http://${host.toLowerCase()}`;

function cookieOf(request: Request): string {
  const all = request.headers.get("cookie")?.split(/;\s*/) ?? [];
  return all.find((each) => each.startsWith(`${cookie}=`))?.slice(cookie.length + 1) ?? "";
}

function equal(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

import type { Language } from "../../harness/text/language.ts";
import type { Elsewhere } from "../tap/elsewhere.ts";

type Words = {
  on(node: string): string;
  link(name: string, node: string, wanted: string): string;
  address(address: string, at: string, wanted: string): string;
  linkOf(link: string, node: string): string;
  route(what: string, node: string, wanted: string): string;
  routeTo(route: string, gateway: string): string;
  bothEnds(node: string, ends: [string, string]): string;
};

const words: Record<Language, Words> = {
  en: {
    on: (node) => (node === "host" ? "on the host" : `in ${node}`),
    link: (name, node, wanted) => `${name} is ${node}, not ${wanted}`,
    linkOf: (link, node) => `on ${link} ${node}`,
    address: (address, at, wanted) => `${address} is ${at}, not ${wanted}`,
    route: (what, node, wanted) => `${what} is ${node}, not ${wanted}`,
    routeTo: (route, gateway) =>
      route === "default" ? `the default route via ${gateway}` : `a route to ${route} via ${gateway}`,
    bothEnds: (node, [one, other]) => `both ends of the cable are ${node}: ${one} and ${other}`,
  },
  zh: {
    on: (node) => (node === "host" ? "在宿主机上" : `在 ${node} 里`),
    link: (name, node, wanted) => `${name} ${node}，不${wanted}`,
    linkOf: (link, node) => `${node}的 ${link} 上`,
    address: (address, at, wanted) => `${address} ${at}，不${wanted}`,
    route: (what, node, wanted) => `${what}${node}，不${wanted}`,
    routeTo: (route, gateway) =>
      route === "default" ? `经 ${gateway} 的默认路由` : `经 ${gateway} 到 ${route} 的路由`,
    bothEnds: (node, [one, other]) => `这条线的两端都${node}：${one} 和 ${other}`,
  },
};

/** One sentence for each, without a full stop; undefined where nothing was found elsewhere. */
export function elsewhereInWords(found: Elsewhere[] | undefined, language: Language): string | undefined {
  return found?.map((one) => sentenceOf(one, words[language])).join("; ") || undefined;
}

function sentenceOf(found: Elsewhere, say: Words): string {
  switch (found.what) {
    case "link":
      return say.link(found.name, say.on(found.node), say.on(found.wanted));
    case "address": {
      const place = ({ node, link }: { node: string; link: string }) => say.linkOf(link, say.on(node));
      return say.address(found.address, place(found.at), place(found.wanted));
    }
    case "route":
      return say.route(say.routeTo(found.route, found.gateway), say.on(found.node), say.on(found.wanted));
    case "both-ends":
      return say.bothEnds(say.on(found.node), found.ends);
  }
}

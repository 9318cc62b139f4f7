// What was expected and what was found, in words: checks speak of the kernel's records, and a person reads "kind bridge, flags UP".

import { inWords } from "../../harness/ground/phrases.ts";
import type { Language } from "../../harness/text/language.ts";
import { visible } from "../../harness/text/visible.ts";

type Words = { none: string; and: string; next: string; colon: string; keys: Record<string, string> };

/** What records call their parts; sentences are in docs/zh/found.tsv. */
const words: Record<Language, Words> = {
  en: {
    none: "none",
    and: ", ",
    next: "; ",
    colon: ": ",
    keys: { info_kind: "kind", master: "port of", gateway: "via", dev: "through", prefixlen: "prefix length" },
  },
  zh: {
    none: "没有",
    and: "，",
    next: "；",
    colon: "：",
    keys: {
      ...{
        info_kind: "类型",
        flags: "标志",
        master: "所属网桥",
        gateway: "下一跳",
        dev: "出口",
        prefixlen: "前缀长度",
      },
      ...{ request: "请求", reply: "应答", local: "地址", address: "地址", addresses: "地址", host: "宿主机" },
      ...{ status: "状态", state: "状态", answer: "回答", answers: "回答", source: "源地址", sources: "源地址" },
      ...{ server: "服务器", handshake: "握手", body: "内容", port: "端口", container: "容器", mac: "MAC 地址" },
      ...{ there: "这边所知", back: "那边所知", isAsked: "问过了", id: "ID", ifname: "网卡", netid: "协议" },
      ...{ rules: "规则", hops: "经过的节点", neighbours: "邻居", subnets: "子网", error: "错误", type: "类型" },
    },
  },
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value in one line. */
export function valueInWords(value: unknown, language: Language): string {
  const say = words[language];
  if (value === null || value === undefined || value === "") return say.none;
  if (Array.isArray(value)) return value.map((part) => valueInWords(part, language)).join(say.and) || say.none;
  if (!isObject(value)) return inWords(visible(String(value)), language, "found");
  const parts = Object.entries(recordOf(value)).map(([key, part]) => {
    const name = ["linkinfo", ""].includes(key) ? "" : (say.keys[key] ?? inWords(visible(key), language, "found"));
    const isDeep = isObject(part) && key !== "linkinfo";
    const isSaid = key === "answers" && "all right" in value; // a student's own words
    const text = isSaid ? valueInWords(part, "en") : valueInWords(part, language);
    return { isDeep, text: `${name}${isDeep ? say.colon : name && " "}${text}` };
  });
  return parts.map(({ text }) => text).join(parts.some(({ isDeep }) => isDeep) ? say.next : say.and) || say.none;
}

/** An address as it is written: 172.17.0.1/16. */
function recordOf({ family, local, prefixlen, ...rest }: Record<string, unknown>): Record<string, unknown> {
  if (typeof local === "string" && typeof prefixlen === "number") return { ...rest, "": `${local}/${prefixlen}` };
  return {
    ...(family !== undefined && { family }),
    ...(local !== undefined && { local }),
    ...(prefixlen !== undefined && { prefixlen }),
    ...rest,
  };
}

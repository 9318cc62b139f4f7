// What was expected and what was found, in words: checks speak of the kernel's records, and a person reads "kind bridge, flags UP".

import type { Language } from "../../harness/text/language.ts";
import { visible } from "../../harness/text/visible.ts";

type Words = { none: string; and: string; next: string; keys: Record<string, string>; values: Record<string, string> };

const words: Record<Language, Words> = {
  en: {
    none: "none",
    and: ", ",
    next: "; ",
    keys: { info_kind: "kind", master: "port of", gateway: "via", dev: "through", prefixlen: "prefix length" },
    values: {},
  },
  zh: {
    none: "没有",
    and: "，",
    next: "；",
    keys: {
      ...{
        info_kind: "类型",
        flags: "标志",
        master: "所属网桥",
        gateway: "下一跳",
        dev: "出口",
        prefixlen: "前缀长度",
      },
      ...{ request: "请求", reply: "应答", "host end": "宿主机一端", local: "地址", addresses: "地址", host: "宿主机" },
      ...{ "the same address on": "有同一地址的", status: "状态", state: "状态", answer: "回答", source: "源地址" },
    },
    values: {
      ...{ arrived: "到达", lost: "丢失", "not sent": "没有发出", answered: "有应答", "not asked": "没有问" },
      ...{
        nothing: "没有",
        none: "没有",
        nobody: "没有人",
        "heard nothing": "什么也没有听到",
        "not arrived": "没有到达",
      },
      ...{ "not seen": "没有看到", refused: "被拒绝", true: "是", false: "否" },
      "at least 2": "至少 2 个",
      "no address twice": "没有重复的地址",
      "no IPv4 address": "没有 IPv4 地址",
      "no IPv4 address on any port of docker0": "docker0 的端口上都没有 IPv4 地址",
      "a rule that the host does not have": "宿主机没有的规则",
      "each container's MAC address learnt behind its own port": "每个容器的 MAC 地址都在自己的端口后面学到",
      "each knows the other's MAC address": "双方都知道对方的 MAC 地址",
      "no lease of an address that nobody has": "没有人用的地址都没有租约",
      "no other link of the host": "宿主机上没有别的网卡",
      "no other stack": "没有别的协议栈",
      "two network namespaces": "两个网络命名空间",
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
  if (!isObject(value)) return say.values[String(value)] ?? visible(String(value));
  const parts = Object.entries(recordOf(value)).map(([key, part]) => {
    const name = ["linkinfo", ""].includes(key) ? "" : (say.keys[key] ?? visible(key));
    const isDeep = isObject(part) && key !== "linkinfo";
    return { isDeep, text: `${name}${isDeep ? ": " : name && " "}${valueInWords(part, language)}` };
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

import type { Tried } from "./exercise.ts";

const traced = (how: "-A" | "-I") =>
  ["PREROUTING", "OUTPUT"].map((chain) => `iptables -t raw ${how} ${chain} -p icmp -j TRACE`).join("\n");

/** Finds out which ping is lost, and answers with a rule that it is not told. */
const lostOne = `
  while read -r name line; do
    ip netns exec docker1 $line < /dev/null || echo $name > /run/answers/ping
  done < /run/answers/pings`;
const firstDrop = `
  iptables -S | grep -m 1 -e '-j DROP' | { read -r _ chain rule
    echo filter $chain $(iptables -S $chain | grep '^-A' | grep -nxF -e "-A $chain $rule" | cut -d : -f 1) > /run/answers/rule
  }
  iptables -S | sed -n 's/^-N //p' > /run/answers/chains`;
const eachTable = (command: string) => `for table in raw mangle nat filter; do ${command}; done`;

export default {
  passingAtStart: ["kept-network"],
  withoutTheLesson: {
    "the notes' two rules, appended": traced("-A"),
    "two rules that come first, and nothing found": `${traced("-I")}\n${lostOne}`,
    "every rule flushed": `${eachTable("iptables -t $table -F")}\n${traced("-I")}\n${lostOne}`,
    "every rule that drops taken away": `${traced("-I")}\n${lostOne}\n${eachTable(
      "iptables-save -t $table | grep -v -e '-j DROP' | iptables-restore",
    )}`,
    "an accepting rule in front of all": `${traced("-I")}\n${lostOne}\n${eachTable(
      "for chain in $(iptables -t $table -S | sed -n 's/^-P \\([A-Z]*\\) .*/\\1/p'); do iptables -t $table -I $chain -p icmp -j ACCEPT; done",
    )}`,
    "the first rule that drops": `${traced("-I")}\n${lostOne}\n${firstDrop}
      iptables -D $(cut -d ' ' -f 2,3 /run/answers/rule)`,
  },
  mistakes: {
    "docker2 does not ask the host": {
      commands: "ip netns exec docker2 iptables -A OUTPUT -d 172.17.0.1 -p icmp --icmp-type echo-request -j DROP",
      caughtBy: "kept-network",
    },
  },
  guesses: {
    // who knows the lost ping, the table, every chain's name, and that a rule has a number up to twelve
    "which-rule": ({ rule = [], chains = [], ping = [] }, random) => {
      const others = Array.from({ length: 13 - chains.length }, (_, at) => `other-${at}`);
      const all = [...chains, ...others];
      const drawn = [rule[0]!, all[random(all.length)]!, String(1 + random(12))];
      return { ping, rule: drawn, chains: all.filter(() => random(2) === 1) };
    },
  },
} satisfies Tried;

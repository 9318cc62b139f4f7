import type { Tried } from "./exercise.ts";

const plugins = "/usr/lib/cni";

/** As labs 03 and 07 teach it: a cable by hand, and the port by a rule. */
const byHand = `
  ip link add veth1 type veth peer name eth0 netns docker1; ip link set veth1 master shop0 up
  ip -n docker1 address add 172.18.0.8/16 dev eth0; ip -n docker1 link set eth0 up
  ip -n docker1 route add default via 172.18.0.1
  iptables -t nat -I PREROUTING -p tcp --dport 8080 -j DNAT --to-destination 172.18.0.8:80`;
const names = "$(ip netns list | cut -d ' ' -f 1 | grep ^cni-)";
/** What does not answer is taken to be gone; whose it was, and its port, are taken from the rules in the order that they have. */
const silent = `
  for n in 2 3 4 5 6 7; do ping -c 1 -W 1 172.18.0.$n > /dev/null || echo 172.18.0.$n; done > /run/silent
  iptables -t nat -S CNI-HOSTPORT-DNAT | sed -n 's/.*id: ..\\([0-9a-f]*\\)..*dports \\([0-9]*\\) .*/\\1 \\2/p' | head -n 3 |
    paste -d ' ' - /run/silent | sed 's/\\(.*\\) \\(.*\\) \\(.*\\)/\\1=\\3=\\2/' > /run/answers/gone
  for name in ${names}; do ip -n $name -o -4 address show eth0 | sed 's/.* inet \\([0-9.]*\\).*/\\1/'; done > /run/answers/hairpin`;

export default {
  passingAtStart: ["others-kept"],
  withoutTheLesson: {
    "docker1 by hand": byHand,
    "docker1 by hand; the silent ones' addresses, with the first names in the rules": `${byHand}\n${silent}`,
    "every lease and every rule taken away, docker1 by hand": `
      rm -rf /var/lib/cni; iptables -t nat -F; ${byHand}\n${silent}`,
    "the silent ones' leases alone, docker1 with the first free address": `${silent}
      for address in $(cat /run/silent); do rm /var/lib/cni/networks/shop/$address; done
      ${byHand.replaceAll("172.18.0.8", "$(head -n 1 /run/silent)")}`,
    "a second network of the plugins, from its first address": `
      sed 's/"shop"/"other"/; s/shop0/other0/; s/172.18/172.19/' /run/shop.json > /run/other.json
      CNI_COMMAND=ADD CNI_CONTAINERID=docker1 CNI_NETNS=/run/netns/docker1 CNI_IFNAME=eth0 CNI_PATH=${plugins} \\
        ${plugins}/bridge < /run/other.json
      iptables -t nat -I PREROUTING -p tcp --dport 8080 -j DNAT --to-destination 172.19.0.2:80\n${silent}`,
  },
  mistakes: {
    "the cable of a container that is kept is down": {
      commands: `ip -n $(for name in ${names}; do echo $name; done | head -n 1) link set eth0 down`,
      caughtBy: "others-kept",
    },
    "a kept container's lease is another's": {
      commands: `name=$(for name in ${names}; do echo $name; done | head -n 1)
        echo other > /var/lib/cni/networks/shop/$(ip -n $name -o -4 address show eth0 | sed 's/.* inet \\([0-9.]*\\).*/\\1/')`,
      caughtBy: "others-kept",
    },
    "docker1's address is reserved under another ID": {
      commands: "printf 'docker7\\r\\neth0' > /var/lib/cni/networks/shop/172.18.0.8",
      caughtBy: "joined-docker1",
    },
    "no port of the bridge sends a frame back any more": {
      commands: "for port in $(ls /sys/class/net/shop0/brif); do bridge link set dev $port hairpin off; done",
      caughtBy: "others-kept",
    },
  },
  guesses: {
    // who knows the three ids, addresses and ports that are left, and nothing of what belongs together; of three cables, which
    "what-is-left": ({ gone = [], hairpin = [] }, random) => {
      const words = gone.map((word) => word.split("="));
      const drawn = [0, 1, 2].map((at) => [...words.map((word) => word[at]!), ...[1, 2, 3].map((n) => `other-${n}`)]);
      const one = (at: number) => drawn[at]!.splice(random(drawn[at]!.length), 1)[0];
      const cables = [...hairpin, "other-4", "other-5"];
      return {
        gone: words.map(() => `${one(0)}=${one(1)}=${one(2)}`),
        hairpin: cables.filter(() => random(2) === 1),
      };
    },
  },
} satisfies Tried;

import type { Tried } from "./exercise.ts";

const containers = ["docker1", "docker2", "docker3", "docker4", "docker5", "docker6"];
const mac = (name: string) => `$(ip netns exec ${name} cat /sys/class/net/eth0/address)`;

/** Everything is pulled out and plugged in again, as lab 03 does it, with the MAC addresses that were there. */
const anew = `for bridge in left right; do ip link del $bridge; done
  ip link add docker0 up type bridge
  ${containers
    .map(
      (name, at) => `mac=${mac(name)}; ip -n ${name} link del eth0
  ip link add new${at} type veth peer name eth0 netns ${name} address $mac; ip link set new${at} master docker0 up
  ip -n ${name} address add 172.17.0.${at + 2}/16 dev eth0; ip -n ${name} link set eth0 up`,
    )
    .join("\n")}`;
const everybody = "for name in hears-request hears-reply hears-second; do echo docker{2..6} > /run/answers/$name; done";

export default {
  withoutTheLesson: {
    "everything plugged in anew, everybody pings everybody": `${anew}
      for from in ${containers.join(" ")}; do for to in 2 3 4 5 6 7; do
        ip netns exec $from ping -c 1 -W 0.1 172.17.0.$to >/dev/null & done; wait; done`,
    "all pings once, and every answer is everybody": `for to in 3 4 5 6 7 50 51; do
      ip netns exec docker1 ping -c 1 -W 0.1 172.17.0.$to >/dev/null; done; ${everybody}`,
    "a switch as the course text draws it: the request is heard by all, the rest by those who are meant": `${anew}
      echo docker2 docker3 docker4 docker5 docker6 > /run/answers/hears-request
      echo docker1 > /run/answers/hears-reply; echo docker4 > /run/answers/hears-second`,
    "the host's ends and their own MAC addresses, for the two strangers": `${anew}
      for n in 1 2; do ip -br link show type veth | sed -n "$n"'s/@[^ ]* *[A-Z]* */ /p' > /run/answers/stranger-$n; done`,
    "every port as a port usually is, every table empty": `ports=$(ip -br link show type veth | sed 's/@.*//')
      for port in $ports; do bridge link set dev $port bcast_flood on isolated off learning on; bridge fdb flush dev $port master; done
      for name in ${containers.join(" ")}; do ip -n $name neigh flush all nud permanent; ip -n $name route flush via 172.17.0.9; done
      ${everybody}`,
  },
  mistakes: {
    "docker6 is led there by another hop, for one type of service": {
      commands: "ip -n docker6 route add 172.17.0.5 via 172.17.0.3 tos 0x10",
      caughtBy: "reach-docker6",
    },
    "docker6 is led there by another hop, by a policy rule for TCP": {
      commands: `ip -n docker6 rule add to 172.17.0.5 ipproto tcp lookup 9
        ip -n docker6 route add default via 172.17.0.3 table 9`,
      caughtBy: "reach-docker6",
    },
  },
  guesses: {
    "who-hears": (_, random) => {
      const some = () => containers.filter(() => random(2) === 1);
      return { "hears-request": some(), "hears-reply": some(), "hears-second": some() };
    },
    strangers: (right, random) => {
      const ports = Object.values(right).map(([, port]) => port!);
      const address = () => Array.from({ length: 6 }, () => random(256).toString(16).padStart(2, "0")).join(":");
      return Object.fromEntries(Object.keys(right).map((name) => [name, [address(), ports[random(2)]!]]));
    },
  },
} satisfies Tried;

import type { Mutation } from "../matrix.ts";

export const mutations: Mutation[] = [];

export const alternatives: Record<string, string> = {
  "another web server, and a container that is there already": `
    ip netns add web1; ip netns add web2
    ip -n web1 link set lo up; ip -n web2 link set lo up
    serve() { "$@" /run/bun -e 'Bun.serve({ port: 80, fetch: () => new Response("hello") })' >/dev/null 2>&1 </dev/null & }
    serve; serve ip netns exec web1; serve ip netns exec web2
    for node in "" "ip netns exec web1" "ip netns exec web2"; do
      until $node curl -s -o /dev/null http://127.0.0.1; do :; done
    done`,
};

// A walk as a picture: the topology, the numbers of the frames at each link that they passed, and the story below it.

import { expect, test } from "bun:test";
import { insideProgram } from "../../harness/ground/paths.ts";
import { inWorld } from "../world.ts";

test("walk --format svg: which frame passed which link, what it is, and where a ping ended", () =>
  inWorld(async (world) => {
    await world.buildFast("03-bridge");
    const walk = (format: string) => world.sh(`${insideProgram("walk").join(" ")} docker1 docker2 ${format} en`);
    const picture = await walk("svg");
    expect(picture).toMatch(/^<svg [^>]+>\n<title id="[^"]+">One ping from docker1 to docker2/);
    expect(picture).toContain('class="wire passed" data-key="host veth1 ══ docker1 eth0"');
    expect(picture).toMatch(/data-key="docker2 eth0">.*class="badge"[^>]*>(?:\d+ )*\d+</);
    expect(picture).toMatch(/class="story"[^>]*> *\d+ {2}ICMP echo request 172\.17\.0\.2 → 172\.17\.0\.3/);
    await world.sh("ip link set veth2 nomaster");
    expect(await walk("svg")).not.toContain('class="wire passed" data-key="host veth2 ══ docker2 eth0"');
    const told = JSON.parse(await walk("json"));
    expect(told.told.title).toStartWith("One ping from docker1");
    expect(told.packets.filter(({ ofThisPing }: { ofThisPing: boolean }) => ofThisPing)[0].text).toStartWith(" 1  ");
  }));

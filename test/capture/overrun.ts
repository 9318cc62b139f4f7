// Runs inside a world: sends more frames than a small capture has room for, and prints what was sighted and lost.

import { startCapture } from "../../harness/capture/capture.ts";
import { openOwnWorld } from "../../harness/world/nodes.ts";

const { host } = openOwnWorld();
const capture = startCapture([host], 32);
Bun.spawnSync(["ping", "-c", "50", "-i", "0.002", "127.0.0.1"]); // 50 requests and replies, each sighted out and in
console.log(JSON.stringify({ sighted: capture.sightings().length, lost: capture.lost() }));
capture.close();

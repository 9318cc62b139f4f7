// Puts the machine back as it was before the lab; the guardian becomes this program.

import { mainly } from "../error.ts";
import { alone } from "../world/lock.ts";
import { machineDir } from "./place.ts";
import { undo } from "./undo.ts";

await mainly(() => alone("machine", async () => (undo().complaints.length ? 2 : 0), { folder: machineDir }));

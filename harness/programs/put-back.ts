// Puts the machine back as it was before the lab; the guardian becomes this program.

import { mainly } from "../ground/error.ts";
import { alone } from "../ground/lock.ts";
import { machineDir } from "../machine/place.ts";
import { undo } from "../machine/undo.ts";

await mainly(() => alone("machine", async () => (undo().complaints.length ? 2 : 0), { folder: machineDir }));

// What is timed, by the word that names it. Each is loaded when it is asked for.

import type { Subject } from "./index.ts";

export const subjects: Record<string, () => Promise<Subject>> = {
  up: async () => (await import("./subjects/up.ts")).up,
  grade: async () => (await import("./subjects/grade.ts")).grade,
  verbs: async () => (await import("./subjects/verbs.ts")).verbs,
  walk: async () => (await import("./subjects/walk.ts")).walk,
  watch: async () => (await import("./subjects/watch.ts")).watch,
  site: async () => (await import("./subjects/site.ts")).site,
  class: async () => (await import("./subjects/class.ts")).classes,
  sizes: async () => (await import("./subjects/sizes.ts")).sizesOfClasses,
  scale: async () => (await import("./subjects/scale.ts")).scale,
};

// What a lab script is told by its environment. They stand alone: every lab script reads them, and most need nothing else of here.

/** Set in the environment of a lab script that runs inside its world. */
export const insideMark = "CNL_INSIDE";

/** With it, how many steps the lab has: where it pauses it says how far it is. */
export const stepsMark = "CNL_STEPS";

/** Set in the environment of a lab script that shall run nothing and list its steps on standard output, as JSON. */
export const listingMark = "CNL_LIST";

/** Set in the environment of a lab script that shall take the terminal: a word in a lab's shell has started it. */
export const foregroundMark = "CNL_FOREGROUND";

/** Names the anchor of a world that somebody else holds (the grader's throwaway worlds): build in it, register nothing. */
export const givenWorld = "CNL_WORLD";

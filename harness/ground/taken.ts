/** What stands in a lab's way on the machine, and what to do about it: a lab must not build over what is somebody else's. */
export type Taken = { what: string; mend: string };

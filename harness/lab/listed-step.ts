/** The commands that must succeed; those that show how something fails are left out. */
export type ListedStep = { id: string; given: boolean; commands: string[] };

// What the labs want of the kernel: labs/features.tsv.

import { means, readTable } from "./tables.ts";

export type Feature = {
  name: string;
  /** Labs fail without it; else only what `means` names is lost. */
  isNeeded: boolean;
  /** Which labs want it: see `means` of tables.ts. */
  labs: string;
  /** What a distribution's kernel has, but may not have loaded. */
  modules: string[];
  means: string;
  /** Commands that only succeed where it is there; each builds on those before it. */
  try: string;
};

/** The features in the order in which they are to be tried. */
export const readFeatures = (): Feature[] =>
  readTable("features.tsv").map(([name = "", need, labs = "", modules = "", use = "", command = ""]) => ({
    name,
    isNeeded: need === "labs",
    labs,
    modules: modules.split(" ").filter(Boolean),
    means: means(labs, use),
    try: command,
  }));

import { evidenceFor, judging, mode, place, reporting, whose } from "./mode.ts";

export const up = mode({
  name: "LAB",
  form: "[LAB…]",
  what: { en: "grade every lab that is up, or these", zh: "评所有已搭好的实验，或者只评这些" },
  most: Number.POSITIVE_INFINITY,
  flags: { ...place, ...whose, ...judging, ...reporting },
  async run({ words, flags }) {
    const { gradeUp, labsUp } = await import("../grading/up.ts");
    const worlds = labsUp(words, flags);
    const options = { ...flags, ...evidenceFor(flags) };
    const grades = Promise.all(worlds.map((world) => gradeUp(world, options)));
    const reported = import("./report.ts").then(({ report }) => report(grades, flags)); // it loads while the checks run
    const [status] = await Promise.all([reported, grades]);
    return status;
  },
});

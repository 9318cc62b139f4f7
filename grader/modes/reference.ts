import { toggle } from "../../harness/command-line/flag.ts";
import { defaultTimeout } from "../grading/timeout.ts";
import { judging, mode, place, reporting } from "./mode.ts";

export const reference = mode({
  name: "--reference",
  form: "--reference [LAB…]",
  what: {
    en: "every lab, or these: throwaway world, build, grade, remove",
    zh: "每个实验，或者只是这些：用完即弃的世界，搭建，评分，拆除",
  },
  most: Number.POSITIVE_INFINITY,
  flags: {
    reference: toggle({ en: "the labs themselves, built for it", zh: "评实验本身，当场搭建" }),
    machine: place.machine,
    engine: place.engine,
    "yes-this-machine": toggle({
      en: "with --machine: although it is no virtual machine",
      zh: "与 --machine 一起用：即使它不是虚拟机",
    }),
    ...{ ...judging, ...reporting },
  },
  async run({ words, flags }) {
    const { labNamed } = await import("../grading/catalogue.ts");
    const { labNames, labNamesWithDocker } = await import("../../harness/lab/names.ts");
    const { gradeExerciseReference, gradeReference, gradeReferenceOnMachine } = await import("../grading/reference.ts");
    const { inTurn } = await import("../grading/in-turn.ts");
    const { hasOwnExercise } = await import("../../harness/lab/own-exercise.ts");
    const { report } = await import("./report.ts");
    const isDocker = flags.engine === "docker";
    const labs = words.length ? words.map(labNamed) : isDocker ? labNamesWithDocker() : labNames();
    const { timeout = defaultTimeout } = flags;
    const worksOf = (lab: string) => [
      (limit: number) => gradeReference(lab, limit),
      ...(hasOwnExercise(lab) ? [(limit: number) => gradeExerciseReference(lab, limit)] : []),
    ];
    if (!flags.machine)
      return report(await inTurn(labs.flatMap(worksOf), navigator.hardwareConcurrency, (work) => work(timeout)), flags);
    const options = [
      ...(flags["yes-this-machine"] ? ["--yes-this-machine"] : []),
      ...(isDocker ? ["--engine", "docker"] : []),
    ];
    return report(await inTurn(labs, 1, (lab) => gradeReferenceOnMachine(lab, options, timeout)), flags);
  },
});

import type { State } from "../results.ts";

const en = {
  class: "The class",
  students: (count: number) => `${count} ${count === 1 ? "student" : "students"}`,
  full: (count: number, of: number) => `${count} of ${of} with full points`,
  common: "Most common failures",
  failed: (count: number, of: number) => `${count} of ${of} failed`,
  example: "for example",
  checks: "The checks",
  matrix: "Students and checks",
  student: "student",
  points: "points",
  states: {
    graded: "graded",
    error: "could not be graded",
    waiting: "not graded yet",
    unreadable: "cannot be read or run",
    missing: "nothing handed in",
  } satisfies Record<State, string>,
  late: (time: string) => `late by ${time}`,
  file: "file",
  submitted: "written",
  graded: "graded",
  ran: "the script",
  commands: "Commands that show what the checks read",
  state: "What the kernel had",
  walk: "One ping, every frame",
  source: "What was handed in",
  notText: (bytes: number) => `${bytes} bytes, not text`,
  transcript: "What the script said",
  silent: "Nothing.",
  attempts: "Every attempt",
  counts: "counts",
  back: "the class",
  nobody: "Nobody has handed in anything.",
  others: "Files that are for no lab",
  lostLate: "lost by being late",
  course: (total: number, of: number) => `${total} of ${of} in the course`,
};

export const words: Record<"en" | "zh", typeof en> = {
  en,
  zh: {
    class: "全班成绩",
    students: (count) => `${count} 名学生`,
    full: (count, of) => `${of} 名中有 ${count} 名满分`,
    common: "最常见的错误",
    failed: (count, of) => `${of} 人中有 ${count} 人未通过`,
    example: "例如",
    checks: "检查项",
    matrix: "学生与检查项",
    student: "学生",
    points: "得分",
    states: {
      graded: "已评分",
      error: "无法评分",
      waiting: "还没有评分",
      unreadable: "读不了或运行不了",
      missing: "没有交",
    },
    late: (time) => `迟交 ${time}`,
    file: "文件",
    submitted: "写于",
    graded: "评于",
    ran: "脚本",
    commands: "能看到各检查项依据的命令",
    state: "内核当时的状态",
    walk: "一次 ping 的每一帧",
    source: "交上来的内容",
    notText: (bytes) => `${bytes} 字节，不是文本`,
    transcript: "脚本的输出",
    silent: "没有输出。",
    attempts: "每一次提交",
    counts: "计分",
    back: "全班",
    nobody: "没有人交过作业。",
    others: "不属于任何实验的文件",
    lostLate: "因迟交扣去",
    course: (total, of) => `课程总分 ${total}/${of}`,
  },
};

/** "3 d 4 h", "5 h 10 min", "12 min". */
export function duration(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  const parts = [
    [Math.floor(minutes / 1440), "d"],
    [Math.floor(minutes / 60) % 24, "h"],
    [minutes % 60, "min"],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .slice(0, 2)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

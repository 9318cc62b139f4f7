// docs/class/indexed-job.yaml as words of `docker run`, each with a NUL behind it: what Kubernetes gives the pod, and nothing else.
//
//   bun test/docker/job.ts INDEX CLASS GRADES IMAGE

import { join } from "node:path";
import { project } from "../../harness/ground/paths.ts";

type Mount = { name: string; mountPath: string; readOnly?: boolean };
type Container = {
  workingDir: string;
  command: string[];
  args: string[];
  resources: { limits: { memory: string } };
  securityContext: Record<string, unknown> & { capabilities: { add: string[] } };
  volumeMounts: Mount[];
};
type Pod = { hostUsers: boolean; containers: [Container] };

const [index = "", classFolder = "", grades = "", image = ""] = process.argv.slice(2);
const text = await Bun.file(join(project, "docs/class/indexed-job.yaml")).text();
const pod = (Bun.YAML.parse(text) as { spec: { template: { spec: Pod } } }).spec.template.spec;
if (pod.hostUsers !== false) throw new Error("The pod has the node's users: test/docker/course.sh gives it its own");
const [{ workingDir, command, args, resources, securityContext, volumeMounts }] = pod.containers;

const unconfined = JSON.stringify({ type: "Unconfined" });
/** What each right of a pod is for Docker. Docker knows no other way of those that a pod may ask for. */
const rights: Record<string, (value: unknown) => string[]> = {
  procMount: (value) => (value === "Unmasked" ? ["--security-opt", "systempaths=unconfined"] : []),
  seccompProfile: (value) => (JSON.stringify(value) === unconfined ? ["--security-opt", "seccomp=unconfined"] : []),
  appArmorProfile: (value) => (JSON.stringify(value) === unconfined ? ["--security-opt", "apparmor=unconfined"] : []),
  capabilities: (value) => (value as { add: string[] }).add.flatMap((name) => ["--cap-add", name]),
};
const given = Object.entries(securityContext).flatMap(([name, value]) => {
  const right = rights[name];
  if (!right) throw new Error(`What is ${name} for Docker?`);
  return right(value);
});
const folders: Record<string, string> = { class: classFolder, grades };
const volumes = volumeMounts.flatMap(({ name, mountPath, readOnly }) => [
  "--volume",
  `${folders[name]}:${mountPath}${readOnly ? ":ro" : ""}`,
]);

const [program = "", ...words] = command;
const all = [
  ...["--network", "none", "--workdir", workingDir, "--memory", resources.limits.memory.replace("Gi", "g")],
  ...["--env", `JOB_COMPLETION_INDEX=${index}`, ...given, ...volumes],
  ...["--entrypoint", program, image, ...words, ...args],
];
process.stdout.write(all.map((word) => `${word}\0`).join(""));

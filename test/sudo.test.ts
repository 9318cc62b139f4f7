import { expect, test } from "bun:test";
import { gradeScript } from "../grader/submissions/grade-script.ts";
import { inWorld } from "./world.ts";

test("sudo runs the command in a world, and says once that it is needless", () =>
  inWorld(async (world) => {
    await world.sh("PATH=/run/bin:$PATH; sudo ip link add one type veth peer name two");
    expect(
      await world.sh("PATH=/run/bin:$PATH; sudo -u root -E -n A=1 sh -c 'echo $A $(id -u)'; ip -br link show one"),
    ).toMatch(/^1 0\none@two/);
  }));

test("in a submission too; what it writes for a machine's start is written, and told to have no effect", async () => {
  const script = Buffer.from(
    "sudo ip link add docker0 type bridge\r\nsudo ip link set docker0 up\r\necho x > /etc/sysctl.d/9.conf\r\n",
  );
  const { checks, script: run } = await gradeScript("03-bridge", { name: "03.sh", bytes: script }, { timeout: 20 });
  expect(run).toMatchObject({ status: 0, output: "sudo is needless here: you are root of this lab\n" });
  expect(run?.remarks?.map(({ what }) => what)).toEqual(["line-endings", "boot"]);
  expect(checks.find(({ id }) => id === "bridge")?.outcome).toBe("pass");
});

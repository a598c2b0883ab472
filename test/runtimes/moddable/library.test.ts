/*
 * What the built library costs in the real XS. That it talks to brokers from there is held by test/end-to-end/xs.test.ts.
 */
import { afterEach, describe, expect, test } from "vitest";
import { buildModdable } from "../../../src/toolchain/moddable.ts";
import { startAedes } from "../../support/brokers.ts";
import { until } from "../../support/engine-client.ts";
import { notRun } from "../../support/not-run.ts";
import { XsMachine } from "../../support/xs-machine.ts";
import { findXs } from "../../support/xs.ts";

const path = findXs();
if (path === undefined) notRun("xsnap worker not built");
else
  describe("the library on XS", () => {
    const open: (() => unknown)[] = [];
    afterEach(async () => {
      while (open.length > 0) await open.pop()?.();
    });

    test("costs few slots, and a publish leaves little behind", async () => {
      const broker = await startAedes();
      const machine = await XsMachine.start(path);
      open.push(
        () => broker.stop(),
        () => machine.stop(),
      );
      const { xs } = machine;
      const bare = await xs.heldSlots();
      await machine.run(
        `mqtt = catnap.connect({ host: "127.0.0.1", port: ${broker.port}, onConnect: () => note("connect") });`,
      );
      await until(() => expect(machine.log).toEqual(["connect"]));
      const connected = (await xs.heldSlots()) - bare;
      // From here on the stand-ins cost nothing: what is measured is ours.
      await xs.evaluate(`globalThis.written = undefined;
        SDK.TCP.prototype.write = () => 1000;
        SDK.Timer.schedule = () => {};
        for (const id in timers) written = timers[id];
        for (const id in sockets) sockets[id].tell("onWritable", 1e6);
        globalThis.go = (count) => {
          for (let at = 0; at < count; at += 1) { catnap.publish(mqtt, "sensor/air", "21.50", 0, false); written.told(written.timer); }
        };
        gc();`);
      const none = await xs.evaluate("go(0)");
      const hundred = await xs.evaluate("go(100)");
      const each = (name: "compute" | "currentHeapCount"): number => (hundred[name] - none[name]) / 100;
      console.log(
        `XS: ${connected} slots connected; publish, written: ${each("compute")} computrons, ` +
          `${each("currentHeapCount")} slots of garbage`,
      );
      expect(connected).toBeLessThan(1000);
    });
  });

test("the build is the same twice", async () => {
  expect(await buildModdable()).toEqual(await buildModdable());
});

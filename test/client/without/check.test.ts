/*
 * A client whose options, messages and filters were checked before, as a station's are: good ones work as ever.
 */
import { beforeAll, expect, test } from "vitest";
import { Status } from "../../../src/client/status.ts";
import { bytesOf, puback } from "../../support/client.ts";
import { bundleWithout, loadWithout, Spare } from "../../support/without.ts";
import type { Build } from "../../support/without.ts";
import { message, suback, words } from "../../support/wire.ts";

let build: Build;

beforeAll(async () => {
  build = await loadWithout("check");
});

test("the build is smaller, and knows no rule of a topic", async () => {
  const [text, whole] = [await bundleWithout("check"), await bundleWithout()];
  expect(text.length).toBeLessThan(whole.length * 0.95);
  expect(whole).toContain(`"\\0"`);
  expect(text).not.toContain(`"\\0"`);
});

test("options are not looked at", () => {
  expect(build.checkOptions({ keepAliveS: -1, txBytes: 0 }, "")).toBe(Status.Ok);
});

test("it publishes, subscribes, receives and acknowledges", () => {
  const spare = new Spare(build);
  expect(build.publishMessage(spare.client, { topic: "a", payload: "x", qos: 1 })).toBe(1);
  expect(build.subscribe(spare.client, "b/#", 1, undefined)).toBe(Status.Ok);
  expect(words(spare.up())).toEqual(["subscribe #1 b/#:1", "publish a q1 #2 x"]);
  spare.receive(puback(2), suback(1, 1), message("b/ä", "y", { qos: 1, messageId: 3 }));
  expect(spare.log.slice(1)).toEqual(["ack 1", "subscribed b/# 1", "message b/ä q1 0+1/1 79"]);
  expect(words(spare.written())).toEqual(["puback #3"]);
});

test("a full outbox is still Full, and what the broker sends is still read with care", () => {
  const spare = new Spare(build, { outboxEntries: 1 });
  const publish = () => build.publishMessage(spare.client, { topic: "a", payload: "x", qos: 1 });
  expect([publish(), publish()]).toEqual([1, Status.Full]);
  spare.up();
  for (const bad of ["3002" + "0000", "30ffffffff", "32050001740000"]) {
    spare.receive(bytesOf(bad));
    expect(spare.log.at(-1)).toMatch(/^close 2\d 0$/);
    spare.up();
  }
});

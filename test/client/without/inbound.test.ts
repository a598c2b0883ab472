/*
 * A client that only publishes: no subscriptions, no messages.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { Link } from "../../../src/client/link.ts";
import { Reason, Status } from "../../../src/client/status.ts";
import { bytesOf, hex, packet, puback } from "../../support/client.ts";
import { bundleWithout, loadWithout, Spare } from "../../support/without.ts";
import type { Build } from "../../support/without.ts";

let build: Build;

beforeAll(async () => {
  build = await loadWithout("inbound");
});

function connected(): Spare {
  const spare = new Spare(build);
  spare.up();
  return spare;
}

test("the build is smaller, and knows nothing of filters", async () => {
  const [text, whole] = [await bundleWithout("inbound", "flush"), await bundleWithout()];
  expect(whole).toContain("$share/");
  expect(text).not.toContain("$share/");
  expect(text.length).toBeLessThan(whole.length * 0.8);
});

test("it publishes with QoS 1 and is told of the acknowledgement", () => {
  const spare = connected();
  expect(build.publishMessage(spare.client, { topic: "a", payload: "x", qos: 1 })).toBe(1);
  expect(hex(spare.written())).toBe("320600016100" + "0178");
  expect(spare.receive(puback(1)).log).toEqual(["connect absent", "ack 1"]);
});

describe("subscriptions are", () => {
  for (const name of ["subscribe", "unsubscribe"] as const)
    test(`Unsupported: ${name}`, () => {
      expect(build[name](connected().client, "a/#", 0, undefined)).toBe(Status.Unsupported);
    });
});

test("a message of an older session is passed over, counted, and not acknowledged, wherever it is cut", () => {
  const message = packet({
    cmd: "publish",
    topic: "cmd",
    payload: "go",
    qos: 1,
    messageId: 7,
    dup: false,
    retain: false,
  });
  for (let cut = 1; cut < message.length; cut += 1) {
    const spare = connected();
    spare.receive(message.slice(0, cut), message.slice(cut), packet({ cmd: "pingresp" }));
    const { client, log } = spare;
    expect([client.link, client.counters.skipped, client.counters.received]).toEqual([Link.Up, 1, 0]);
    expect(hex(spare.written())).toBe("");
    expect(log).toEqual(["connect absent"]);
  }
});

test("a SUBACK and an UNSUBACK that nobody asked for are passed over", () => {
  const spare = connected().receive(bytesOf("9003000100" + "b0020001"));
  expect([spare.client.link, spare.log]).toEqual([Link.Up, ["connect absent"]]);
});

test("what breaks the protocol still closes with its reason", () => {
  const spare = connected().receive(new Uint8Array([0x36, 0x00]));
  expect(spare.log).toEqual(["connect absent", `close ${Reason.BadQos} 0`]);
});

/*
 * A client that only publishes: built with the condition no-inbound, which puts without/inbound.ts behind #inbound.
 * The build is what a board would get, so it is bundled here as the toolchain does it.
 */
import { build } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";
import type * as real from "#inbound";
import type * as connection from "../../../src/client/connection.ts";
import * as inbound from "../../../src/client/inbound.ts";
import { Link } from "../../../src/client/link.ts";
import type * as publishing from "../../../src/client/publish.ts";
import type * as receiving from "../../../src/client/receive.ts";
import type * as sending from "../../../src/client/send.ts";
import type * as making from "../../../src/client/state.ts";
import { Reason, Status } from "../../../src/client/status.ts";
import * as standIn from "../../../src/client/without/inbound.ts";
import { connack, hex, logHandlers, packet, puback, START_MS, testOptions } from "../../support/client.ts";

const ENTRY = `
  export { makeClient } from "./src/client/state.ts";
  export { start, opened, sent } from "./src/client/connection.ts";
  export { publishMessage } from "./src/client/publish.ts";
  export { nextFrame } from "./src/client/send.ts";
  export { received } from "./src/client/receive.ts";
  export { subscribe, unsubscribe } from "#inbound";
`;

/** What that entry exports. */
type Publisher = typeof connection &
  typeof publishing &
  typeof receiving &
  typeof sending &
  typeof making &
  typeof real;

async function bundle(conditions: string[]): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: ENTRY, resolveDir: ".", loader: "ts" },
    bundle: true,
    format: "esm",
    platform: "node",
    conditions,
    write: false,
    minify: true,
  });
  return (outputFiles[0] as { text: string }).text;
}

let publisher: Publisher;
let text: string;

beforeAll(async () => {
  text = await bundle(["no-inbound"]);
  publisher = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as Publisher;
});

/** A connected client of that build, its log, and what it writes next. */
function connected() {
  const { makeClient, nextFrame, opened, received, sent, start } = publisher;
  const log: string[] = [];
  const client = makeClient(testOptions({ handlers: logHandlers(log) }), START_MS);
  const write = () => {
    const bytes = nextFrame(client, START_MS);
    const written = hex(client.tx.bytes.slice(0, bytes));
    sent(client, START_MS);
    return written;
  };
  start(client, START_MS);
  opened(client, START_MS);
  write();
  received(client, connack(), START_MS);
  return { client, log, write };
}

test("the stand-in has the names of the real thing", () => {
  expect(Object.keys(standIn).sort()).toEqual(Object.keys(inbound).sort());
});

test("the build is smaller, and knows nothing of filters", async () => {
  const whole = await bundle([]);
  expect(whole).toContain("$share/");
  expect(text).not.toContain("$share/");
  expect(text.length).toBeLessThan(whole.length * 0.8);
});

test("it publishes with QoS 1 and is told of the acknowledgement", () => {
  const { client, log, write } = connected();
  expect(publisher.publishMessage(client, { topic: "a", payload: "x", qos: 1 })).toBe(1);
  expect(write()).toBe("320600016100" + "0178");
  publisher.received(client, puback(1), START_MS);
  expect(log).toEqual(["connect absent", "ack 1"]);
});

describe("subscriptions are", () => {
  for (const name of ["subscribe", "unsubscribe"] as const)
    test(`Unsupported: ${name}`, () => {
      expect(publisher[name](connected().client, "a/#", 0, undefined)).toBe(Status.Unsupported);
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
    const { client, log, write } = connected();
    publisher.received(client, message.slice(0, cut), START_MS);
    publisher.received(client, message.slice(cut), START_MS);
    publisher.received(client, packet({ cmd: "pingresp" }), START_MS);
    expect([client.link, client.counters.skipped, client.counters.received]).toEqual([Link.Up, 1, 0]);
    expect(write()).toBe("");
    expect(log).toEqual(["connect absent"]);
  }
});

test("what breaks the protocol still closes with its reason", () => {
  const { client, log } = connected();
  publisher.received(client, new Uint8Array([0x36, 0x00]), START_MS);
  expect(log).toEqual(["connect absent", `close ${Reason.BadQos} 0`]);
});

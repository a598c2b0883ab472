/*
 * catnap discovery: what is printed, and what a broker keeps afterwards; on aedes, and on Mosquitto where it is.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import mqtt from "mqtt";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeDiscovery } from "#discovery";
import { isToldBy } from "../../src/cli/discovery-remove.ts";
import { ROOT } from "../../src/toolchain/features.ts";
import { greenhouse } from "../../boards/greenhouse.ts";
import { findMosquitto, freePort, startAedes, startMosquitto } from "../support/brokers.ts";
import type { Broker } from "../support/brokers.ts";
import { configOf, configProblems, streamed } from "../support/home-assistant.ts";
import type { Config } from "../support/home-assistant.ts";
import { notRun } from "../support/not-run.ts";

const LONG = { timeout: 30_000 };

interface Ended {
  code: number;
  out: string;
  error: string;
}

const folder = mkdtempSync(join(tmpdir(), "catnap-discovery-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** A copy, beside which no settings of this computer's lie: those would name a broker from which to remove. */
const GREENHOUSE = join(folder, "greenhouse.ts");
writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
writeFileSync(
  GREENHOUSE,
  `export { greenhouse } from ${JSON.stringify(join(ROOT, "boards/greenhouse.ts"))};\n`,
);

/** Run the command in a folder of its own. */
async function catnap(...args: string[]): Promise<Ended> {
  const env = { ...process.env, CATNAP_BROKER: "", CATNAP_AUTHORITY: "" };
  const words = [join(ROOT, "src/catnap.mjs"), "discovery", ...args];
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, words, { cwd: folder, env });
    return { code: 0, out: stdout, error: stderr };
  } catch (ended) {
    const { code, stdout, stderr } = ended as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, error: stderr };
  }
}

describe.concurrent("printed", LONG, () => {
  test("as JSON that Home Assistant documents, its topic beside it", async () => {
    const { code, out, error } = await catnap(GREENHOUSE, "--id", "a1b2");
    expect([code, error.split("\n").includes("homeassistant/device/greenhouse-a1b2/config")]).toEqual([
      0,
      true,
    ]);
    const config = JSON.parse(out) as Config;
    expect(configProblems(config)).toEqual([]);
    expect(config.cmps).toEqual(configOf(makeDiscovery(greenhouse, "a1b2", "0.1.0")).cmps);
  });

  test("a station that will not say it is told so", async () => {
    const { error } = await catnap(GREENHOUSE);
    expect(error).toContain("catnap: greenhouse will not say this: it wants hasDiscovery: true for that\n");
  });

  test("--json prints one object as the last line", async () => {
    const { out } = await catnap(GREENHOUSE, "--json");
    expect(JSON.parse(out)).toMatchObject({ ok: true, topic: "homeassistant/device/greenhouse-ID/config" });
  });

  test("--broker without --remove sends nothing, and says so", async () => {
    const { code, error } = await catnap(GREENHOUSE, "--broker", "mqtt://127.0.0.1:1");
    expect([code, error]).toEqual([
      1,
      "catnap: --broker is where --remove removes: without it nothing is sent anywhere\n",
    ]);
  });

  test("--remove without a broker says where to write one", async () => {
    const { code, error } = await catnap(GREENHOUSE, "--remove");
    expect([code, error]).toEqual([1, expect.stringContaining("write catnap.config.json")]);
  });

  test("a broker that is not there is named, without its password", async () => {
    const port = await freePort();
    const { code, error } = await catnap(
      GREENHOUSE,
      "--remove",
      "--broker",
      `mqtt://me:hidden@127.0.0.1:${port}`,
    );
    expect(code).toBe(1);
    expect(error).toMatch(/^catnap: mqtt:\/\/me@127\.0\.0\.1:\d+ cannot be asked: .*ECONNREFUSED/);
  });
});

const payloadOf = (name: string, board: string): string =>
  streamed(makeDiscovery({ ...greenhouse, name }, board, "0.1.0"), 4096);

// Payload, and whether the greenhouse wrote it.
test.each([
  ["its own", payloadOf("greenhouse", "a1"), true],
  ["of a station whose name begins alike", payloadOf("greenhouse2", "a1"), false],
  ["of another program", '{"dev":{"name":"greenhouse"},"o":{"name":"zigbee2mqtt"},"cmps":{}}', false],
  ["without an origin", '{"dev":{"name":"greenhouse"}}', false],
  ["nothing", "", false],
  ["null", "null", false],
  ["no JSON", "{", false],
  ["a list", "[]", false],
])("a payload that is %s", (_what, payload, isOwn) => {
  expect(isToldBy("greenhouse", payload)).toBe(isOwn);
});

const BROKERS: [string, () => Promise<Broker>][] = [["aedes", startAedes]];
const mosquitto = findMosquitto();
if (mosquitto === undefined) notRun("mosquitto not installed");
else BROKERS.push(["mosquitto", () => startMosquitto(mosquitto)]);

describe.each(BROKERS)("removed from %s", LONG, (_name, start) => {
  let broker: Broker;
  let url: string;
  beforeAll(async () => {
    broker = await start();
    url = `mqtt://127.0.0.1:${broker.port}`;
  });
  afterAll(() => broker.stop());

  const topicOf = (id: string): string => `homeassistant/device/${id}/config`;

  /** Retain what two greenhouses, a cellar and another program have told. */
  async function tellAll(): Promise<void> {
    const client = await mqtt.connectAsync(url);
    const tell = (id: string, payload: string) =>
      client.publishAsync(topicOf(id), payload, { qos: 1, retain: true });
    await tell("greenhouse-a1", payloadOf("greenhouse", "a1"));
    await tell("greenhouse-b2", payloadOf("greenhouse", "b2"));
    await tell("cellar-c3", payloadOf("cellar", "c3"));
    await tell("0x00158d0001", '{"dev":{"name":"greenhouse"},"o":{"name":"zigbee2mqtt"},"cmps":{}}');
    await client.endAsync();
  }

  /** The ids that are retained, asked one by one: a topic that is empty stays silent. */
  async function kept(): Promise<string[]> {
    const ids: string[] = [];
    const client = await mqtt.connectAsync(url);
    const last = new Promise<void>((resolve) => {
      client.on("message", (topic) => {
        if (topic === "marker") resolve();
        else ids.push(topic.split("/")[2] as string);
      });
    });
    await client.subscribeAsync([topicOf("+"), "marker"], { qos: 1 });
    await client.publishAsync("marker", "", { qos: 1 });
    await last;
    await client.endAsync();
    return ids.sort();
  }

  test("one board by its id, then all others of the station, and nothing else; then there is nothing left", async () => {
    await tellAll();
    const one = await catnap(GREENHOUSE, "--remove", "--id", "b2", "--broker", url);
    expect([one.code, one.out]).toEqual([0, `removed ${topicOf("greenhouse-b2")}\n`]);
    expect(await kept()).toEqual(["0x00158d0001", "cellar-c3", "greenhouse-a1"]);

    writeFileSync(join(folder, "catnap.config.json"), JSON.stringify({ broker: url }));
    const all = await catnap(GREENHOUSE, "--remove", "--json");
    rmSync(join(folder, "catnap.config.json"));
    expect(all.code).toBe(0);
    expect(all.error).toBe(
      "catnap: a station that still runs tells Home Assistant again when it next starts\n",
    );
    const last = all.out.trimEnd().split("\n").at(-1) as string;
    expect(JSON.parse(last)).toEqual({ ok: true, removed: [topicOf("greenhouse-a1")] });
    expect(await kept()).toEqual(["0x00158d0001", "cellar-c3"]);

    const none = await catnap(GREENHOUSE, "--remove", "--broker", url);
    expect([none.code, none.error]).toEqual([
      1,
      `catnap: ${url} keeps nothing that greenhouse has told Home Assistant: there is nothing to remove\n`,
    ]);
  });
});

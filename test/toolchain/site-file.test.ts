import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "../../src/toolchain/features.ts";
import { loadSite } from "../../src/toolchain/site-file.ts";

const folder = mkdtempSync(join(tmpdir(), "catnap-site-"));
const beside = join(folder, "boards");
const empty = join(folder, "empty");
const station = join(beside, "bed.ts");

const hostFrom = (path: string, current: string, environment = {}) =>
  loadSite(path, current, environment).host;

beforeAll(() => {
  for (const own of [beside, empty]) mkdirSync(own);
  writeFileSync(join(folder, "catnap.config.json"), '{ "broker": "mqtt://here" }');
  writeFileSync(join(beside, "catnap.config.json"), '{ "broker": "mqtt://beside" }');
});

afterAll(() => rmSync(folder, { recursive: true }));

test("the file beside the station goes before the one in the current folder", () => {
  expect(hostFrom(station, folder)).toBe("beside");
  expect(hostFrom(join(empty, "bed.ts"), folder)).toBe("here");
});

test("the environment goes before both, unless it is empty", () => {
  expect(hostFrom(station, folder, { CATNAP_BROKER: "mqtts://there" })).toBe("there");
  expect(hostFrom(station, folder, { CATNAP_BROKER: "" })).toBe("beside");
});

test("the committed example is whole", () => {
  const { broker } = JSON.parse(readFileSync(join(ROOT, "catnap.config.example.json"), "utf8")) as {
    broker: string;
  };
  expect(loadSite(station, folder, { CATNAP_BROKER: broker })).toEqual({
    host: "192.168.1.10",
    port: 1883,
    isSecure: false,
    userName: "user",
    password: "password",
  });
});

test("where nothing is said, what to write is", () => {
  expect(() => hostFrom(join(empty, "bed.ts"), empty)).toThrow(
    /which broker .* write catnap\.config\.json beside it or here, with \{ "broker": .*, or set CATNAP_BROKER/,
  );
});

// What the file holds, and what is said about it behind its name.
const WRONG: [string, string, RegExp][] = [
  ["no JSON", "broker: mqtt://x", /JSON/],
  ["no object", '["mqtt://x"]', /: write an object, such as \{ "broker"/],
  ["no broker", "{}", /: "broker" is missing, or no text; write \{/],
  ["a key that nothing is known of", '{ "broker": "mqtt://x", "wlan": 1 }', /: nothing is known as "wlan"/],
  ["an authority that is no text", '{ "broker": "mqtts://x", "authority": 1 }', /: "authority" is no text/],
  ["an authority without TLS", '{ "broker": "mqtt://x", "authority": "a.pem" }', /: .* write mqtts:\/\//],
  [
    "an authority that is not there",
    '{ "broker": "mqtts://x", "authority": "a.pem" }',
    /a\.pem: cannot be read/,
  ],
  [
    "an authority that is none",
    '{ "broker": "mqtts://x", "authority": "bed.ts" }',
    /bed\.ts: is no certificate/,
  ],
  ["a broken address", '{ "broker": "x:1883" }', /: "x:1883" is no broker address: use mqtt:/],
];

for (const [what, text, sentence] of WRONG)
  test(`a file with ${what} is named, with what is wrong`, () => {
    const file = join(empty, "catnap.config.json");
    writeFileSync(join(empty, "bed.ts"), "export {};");
    writeFileSync(file, text);
    expect(() => hostFrom(station, folder, { CATNAP_BROKER: undefined })).not.toThrow();
    expect(() => hostFrom(join(empty, "bed.ts"), folder)).toThrow(sentence);
    expect(() => hostFrom(join(empty, "bed.ts"), folder)).toThrow(file);
    rmSync(file);
  });

/* The key of a Wi-Fi network, and the password that it is made from. */
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { pskOf } from "../../src/cli/psk.ts";
import { readSecret } from "../../src/cli/secret.ts";
import type { Terminal } from "../../src/cli/secret.ts";

// IEEE 802.11-2020, annex J.4.2: SSID, passphrase, key.
const VECTORS: [string, string, string][] = [
  ["IEEE", "password", "f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e"],
  ["ThisIsASSID", "ThisIsAPassword", "0dc0d6eb90555ed6419756b9a15ec3e3209b63df707dd508d14581f8982721af"],
];

for (const [ssid, password, key] of VECTORS)
  test(`the key of ${ssid}`, () => {
    expect(pskOf(ssid, password)).toBe(key);
  });

test("an SSID of 32 bytes has a key, and passwords of 8 and of 63 characters", () => {
  for (const password of ["x".repeat(8), "~".repeat(63)])
    expect(pskOf("é".repeat(16), password)).toMatch(/^[0-9a-f]{64}$/);
});

// SSID, password, and what is said of it.
const WRONG: [string, string, string][] = [
  ["", "password", "1 to 32 bytes"],
  ["é".repeat(16) + "x", "password", "this one has 33"],
  ["IEEE", "seven77", "8 to 63 characters"],
  ["IEEE", "x".repeat(64), "8 to 63 characters"],
  ["IEEE", "passwörd", "8 to 63 characters"],
  ["IEEE", "F".repeat(64), "a key already"],
];

for (const [ssid, password, words] of WRONG)
  test(`SSID "${ssid}" with "${password}" has none: ${words}`, () => {
    expect(() => pskOf(ssid, password)).toThrow(words);
  });

function inputOf(text: string, isTTY: boolean): Terminal {
  return Object.assign(Readable.from(text === "" ? [] : [text]), { isTTY });
}

test("a password is the first line of what is piped in, with its spaces", async () => {
  const asked: string[] = [];
  const read = readSecret("? ", true, inputOf(" pass word\nmore\n", false), (text) => asked.push(text));
  await expect(read).resolves.toBe(" pass word");
  expect(asked).toEqual([]);
});

test("at a terminal it is asked for, and what is typed is not shown", async () => {
  const asked: string[] = [];
  const read = readSecret("password: ", false, inputOf("secret12\r", true), (text) => asked.push(text));
  await expect(read).resolves.toBe("secret12");
  expect(asked).toEqual(["password: ", "\n"]);
});

test("without a terminal, and without a line, it says what to do", async () => {
  await expect(readSecret("? ", false, inputOf("secret12\n", false))).rejects.toThrow("--password-stdin");
  await expect(readSecret("? ", true, inputOf("", false))).rejects.toThrow("one line");
});

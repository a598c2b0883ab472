/*
 * A library built for Espruino: plain and minified do the same, and what is minified keeps the names of its users.
 */
import vm from "node:vm";
import { beforeAll, describe, expect, test } from "vitest";
import { buildEspruino } from "../../src/toolchain/espruino.ts";
import type { EspruinoBuild } from "../../src/toolchain/espruino.ts";

const ENTRY = "./test/toolchain/fixtures/face.ts";
const NAMES = ["open", "tell", "report"];

let built: EspruinoBuild;

beforeAll(async () => {
  built = await buildEspruino(ENTRY, NAMES);
}, 60_000);

/** What the library tells a program that uses it under the names of its source. */
function toldBy(code: string): unknown[] {
  const told: unknown[] = [];
  const program = `
    const handle = exports.open({ hostName: "a", onTold: (piece) => told.push(piece.pieceLength) });
    told.push(exports.tell(handle, "one  wideColumn narrowColumn wideColumn"));
    told.push(exports.report(handle).toldCount);`;
  vm.runInNewContext(`${code}\n${program}`, { exports: {}, told });
  return told;
}

describe.each(["plain", "minified"] as const)("the %s build", (kind) => {
  test("does what the source says", () => {
    expect(toldBy(built[kind])).toEqual([3, 10, 12, 10, 5, 4]);
  });
});

test("minified has no name of ours, and no block's own names", () => {
  expect(built.minified).not.toMatch(/hiddenCount|letterCount|\b(?:let|const)\b/);
  expect(built.plain).toMatch(/hiddenCount/);
});

test("an export that the entry has not is refused", async () => {
  await expect(buildEspruino(ENTRY, ["shut"])).rejects.toThrow(/shut/);
});

test("text is the bytes of its UTF-8, which is what a board's strings hold", async () => {
  const { plain, minified } = await buildEspruino("./test/toolchain/fixtures/text.ts", ["signs"]);
  for (const code of [plain, minified]) {
    const held = vm.runInNewContext(`${code}\nexports.signs()`, { exports: {} }) as string;
    expect(Buffer.from(held, "latin1").toString()).toBe("°C € 😀 µ");
    expect(Math.max(...[...held].map((letter) => letter.charCodeAt(0)))).toBeLessThan(256);
  }
}, 60_000);

/*
 * Every ban of the device dialect fires, names its replacement, and is silent about that replacement.
 * All cases are lines of one file, so that the types are computed once.
 */
import { ESLint, type Linter } from "eslint";
import { describe, expect, test } from "vitest";
import { LIBRARY_CASES } from "./fixtures/library-cases.ts";
import { MODULE_CASES, SYNTAX_CASES } from "./fixtures/syntax-cases.ts";

const DIALECT =
  /^(?:no-restricted-(?:syntax|globals)|@typescript-eslint\/strict-boolean-expressions|catnap\/.*)$/;
/** A file of the project, so that types are known; its text is replaced. */
const IN_CLIENT = "src/client/clock.ts";

const PREAMBLE = `import { chunkBytes, putByte, type Chunk, type Frame } from "#bytes";
declare function run(action: (this: void) => void): void;
declare function putFixed(frame: Frame, value: number, decimals: number): number;
interface Point { x: number; label: string; next: Point | undefined }`.split("\n");
const ARGUMENTS =
  "n: number, text: string, items: number[], chunk: Chunk, frame: Frame, point: Point, act: (this: void) => void";

const CASES = [
  ...MODULE_CASES,
  ...[...SYNTAX_CASES, ...LIBRARY_CASES].map((one, index) => ({
    ...one,
    bad: `export function bad${index}(${ARGUMENTS}): unknown { ${one.bad} }`,
    good: `export function good${index}(${ARGUMENTS}): unknown { ${one.good} }`,
  })),
];

type Rule = [severity: number, ...options: unknown[]];
/** A row of no-restricted-syntax, or of no-restricted-globals, which alone has a name. */
interface Ban {
  name?: string;
  message: string;
}

const typed = new ESLint({ ruleFilter: ({ ruleId }) => DIALECT.test(ruleId) });
/** For files that need not exist: the rules that need no types. */
const untyped = new ESLint({
  ruleFilter: ({ ruleId }) => ruleId.startsWith("no-restricted-") && ruleId !== "no-restricted-imports",
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
});

async function lint(eslint: ESLint, filePath: string, lines: string[]): Promise<Linter.LintMessage[]> {
  const results = await eslint.lintText(lines.join("\n"), { filePath });
  return results.flatMap((result) => result.messages);
}

const lines = [...PREAMBLE, ...CASES.flatMap((one) => [one.bad, one.good])];
const messages = await lint(typed, IN_CLIENT, lines);
const messagesAt = (line: string): string[] =>
  messages.filter((message) => message.line === lines.indexOf(line) + 1).map((message) => message.message);

describe("the dialect of device code", () => {
  test("the cases can be parsed, and what they share is allowed", () => {
    expect(messages.filter((message) => message.fatal || message.line <= PREAMBLE.length)).toEqual([]);
  });

  for (const { title, bad, good, instead } of CASES) {
    test(`${title} is refused in favour of: ${instead}`, () => {
      expect(messagesAt(bad)).toContainEqual(expect.stringContaining(instead));
    });

    test(`what replaces ${title} is allowed: ${instead}`, () => {
      expect(messagesAt(good)).toEqual([]);
    });
  }

  test("every ban of syntax, member and global has a case", async () => {
    const { rules } = (await typed.calculateConfigForFile(IN_CLIENT)) as { rules: Record<string, Rule> };
    const bans = ["no-restricted-syntax", "no-restricted-globals"].flatMap((id) => rules[id]?.slice(1) ?? []);
    const said = messages.map((message) => message.message).join("\n");
    const isSilent = ({ name, message }: Ban): boolean =>
      !said.includes(name === undefined ? message : `'${name}'. ${message}`);
    expect(bans.length).toBeGreaterThan(80);
    expect((bans as Ban[]).filter(isSilent)).toEqual([]);
  });
});

const CLOCK = "export function now(): number { return Date.now(); }";
const STORE = "export function make(): unknown { return new Uint8Array(4); }";
const STORE_AT_LOAD = "export const store = new Uint8Array(4);";
const CALL_AT_LOAD = "start();";
const NATIVE = "export interface Socket { send(text: string): void }";
const THROW = 'export function fail(): void { throw "x"; }';

// Who may do what others may not: file, code, whether it is refused there.
const EXEMPTIONS: [string, string, boolean][] = [
  ["src/station/run.ts", CLOCK, true],
  ["src/runtimes/drive.ts", CLOCK, true],
  ["src/runtimes/espruino/bytes.ts", CLOCK, true],
  ["src/runtimes/espruino/port.ts", CLOCK, false],
  ["src/runtimes/node/port.ts", CLOCK, false],
  ["src/simulator/world.ts", CLOCK, false],
  ["src/station/run.ts", STORE, true],
  ["src/runtimes/moddable/port.ts", STORE, true],
  ["src/runtimes/moddable/bytes.ts", STORE, false],
  ["src/runtimes/moddable/bytes.ts", STORE_AT_LOAD, true],
  ["src/runtimes/typed/bytes.ts", STORE, false],
  ["src/runtimes/typed/bytes.ts", STORE_AT_LOAD, true],
  ["src/runtimes/typed/bytes.ts", CLOCK, true],
  ["src/runtimes/node/bytes.ts", STORE_AT_LOAD, false],
  ["boards/greenhouse.ts", CALL_AT_LOAD, false],
  ["boards/greenhouse.ts", STORE_AT_LOAD, true],
  ["boards/greenhouse.ts", CLOCK, true],
  ["boards/hardware/esp32-devkitc.ts", CALL_AT_LOAD, true],
  ["src/runtimes/nodemcu/port.ts", CALL_AT_LOAD, true],
  ["src/runtimes/nodemcu/catnap.ts", CALL_AT_LOAD, false],
  ["src/runtimes/nodemcu/main.ts", CALL_AT_LOAD, false],
  ["src/runtimes/port.ts", NATIVE, true],
  ["src/runtimes/nodemcu/port.ts", NATIVE, false],
  ["src/client/publish.ts", THROW, true],
  ["src/station/run.ts", THROW, false],
];

describe("exemptions from the dialect", () => {
  for (const [file, code, isRefused] of EXEMPTIONS) {
    test(`${file} ${isRefused ? "may not" : "may"} say: ${code}`, async () => {
      expect((await lint(untyped, file, [code])).length > 0).toBe(isRefused);
    });
  }

  for (const file of [
    "src/station/check.ts",
    "src/runtimes/node/port.ts",
    "src/toolchain/build.ts",
    "src/cli.ts",
  ]) {
    test(`${file} is host code and may say everything`, async () => {
      expect(await lint(untyped, file, lines)).toEqual([]);
    });
  }
});

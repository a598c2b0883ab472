/*
 * Closure Compiler in its advanced mode: it joins functions into the places that call them, where others only shorten.
 * A function costs an Espruino board about seven of 1,700 variables, and this leaves half of them.
 * Its native programs are optional packages of npm, one for each system, all of one version: the output is the same.
 */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ReservedNames } from "./reserved-names.ts";

/** Packages by platform and processor, as Node names them. */
const PACKAGES: Record<string, string> = {
  "darwin arm64": "google-closure-compiler-macos",
  "linux arm64": "google-closure-compiler-linux-arm64",
  "linux x64": "google-closure-compiler-linux",
  "win32 x64": "google-closure-compiler-windows",
};

const SWITCHES = [
  ["--compilation_level", "ADVANCED"],
  // Neither a browser's names nor stand-ins for what an old browser lacks: one of ours is called "at" as well.
  ["--env", "CUSTOM"],
  ["--rewrite_polyfills", "false"],
  ["--language_in", "ECMASCRIPT_2021"],
  ["--language_out", "ECMASCRIPT_2021"],
  ["--assume_function_wrapper", "true"],
  ["--warning_level", "QUIET"],
  ["--json_streams", "BOTH"],
].flat();

/** @throws  Error that says how to get the program of this computer */
function findProgram(): string {
  const system = `${process.platform} ${process.arch}`;
  const name = PACKAGES[system];
  if (name === undefined)
    throw new Error(`Closure Compiler has no program for ${system}: build on another computer`);
  try {
    const folder = new URL(".", import.meta.resolve(name));
    return fileURLToPath(new URL(process.platform === "win32" ? "compiler.exe" : "compiler", folder));
  } catch (error) {
    throw new Error(`${name} is not installed: npm install without --omit=optional`, { cause: error });
  }
}

/** What Closure must know of the outside: everything that is not said here gets another name. */
function externs({ properties, globals }: ReservedNames): string {
  const members = properties.map((name) => `Outside.prototype.${name};\n`);
  return `/** @externs */
var ${["exports", "require", ...globals].join(", ")};
/** @record */ function Outside() {}
${members.join("")}`;
}

/**
 * The same program in fewer functions, with short names; it may have labels, let and const.
 *
 * @throws  Error with what Closure says about the code
 */
export function compileAdvanced(code: string, reserved: ReservedNames): string {
  const files = [
    { path: "externs.js", src: externs(reserved) },
    { path: "catnap.js", src: code },
  ];
  const done = spawnSync(findProgram(), SWITCHES, {
    input: JSON.stringify(files),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  if (done.error !== undefined) throw done.error;
  if (done.status !== 0) throw new Error(`Closure Compiler refused the bundle:\n${done.stderr}`);
  return (JSON.parse(done.stdout) as { src: string }[]).map((file) => file.src).join("");
}

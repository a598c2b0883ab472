/*
 * Builds for Espruino: one script for `require`, plain and minified, without what Espruino's grammar lacks.
 * Not here: that grammar (espruino-grammar.ts), and the steps between the plain script and terser.
 */
import { build } from "esbuild";
import { minify } from "terser";
import { compileAdvanced } from "./closure.ts";
import { deviceView } from "./device-view.ts";
import { checkGrammar, checkVars } from "./espruino-grammar.ts";
import { withoutLabels } from "./espruino-labels.ts";
import { frequentFirst } from "./espruino-names.ts";
import { hoistVars } from "./espruino-vars.ts";
import { faceFile, ROOT } from "./features.ts";
import { reservedNames, typedProgram } from "./reserved-names.ts";
import type { ReservedNames } from "./reserved-names.ts";

export interface EspruinoBuild {
  plain: string;
  minified: string;
}

const FACE_NAMES = [
  "connect",
  "counters",
  "disconnect",
  "maySleep",
  "publish",
  "publishMessage",
  "state",
  "subscribe",
  "undelivered",
  "unsubscribe",
];
/** The small client counts nothing: what it says of sleep is maySleep. */
const NOT_SMALL = ["undelivered"];
const DECLARATIONS = "src/runtimes/espruino/espruino.d.ts";

/** A board's strings are bytes, and text in them is UTF-8: "°" becomes "\\xc2\\xb0". */
function bytesForText(code: string): string {
  return code.replace(/[^\x00-\x7f]+/g, (text) =>
    [...Buffer.from(text)].map((byte) => `\\x${byte.toString(16)}`).join(""),
  );
}

/** Exports are assigned: what esbuild writes for exports of its own needs getters, which Espruino has only in part. */
async function bundle(entry: string, names: string[], features: string[]): Promise<string> {
  const exports = names.map((name) => `exports.${name} = catnap.${name};\n`).join("");
  const { outputFiles } = await build({
    stdin: { contents: `import * as catnap from "${entry}";\n${exports}`, resolveDir: ROOT },
    absWorkingDir: ROOT,
    bundle: true,
    plugins: [deviceView],
    write: false,
    format: "cjs",
    platform: "neutral",
    conditions: ["espruino", ...features],
    external: ["net", "tls", "Storage", "Wifi"],
    target: "es2015",
    // Newer than ES2015, but in Espruino, and nothing else says them as short.
    supported: { "nullish-coalescing": true, "optional-catch-binding": true },
    // Text as it is, for an escape says which character it is, and not its bytes.
    charset: "utf8",
    logLevel: "silent",
  });
  return bytesForText((outputFiles[0] as { text: string }).text);
}

/** Fewer functions, and what Espruino has. A second time it joins what labels kept apart. */
function joinFunctions(code: string, reserved: ReservedNames): string {
  return hoistVars(withoutLabels(compileAdvanced(code, reserved)));
}

async function shorten(flat: string, reserved: ReservedNames): Promise<string> {
  const { code } = await minify(flat, {
    ecma: 2015,
    compress: {
      passes: 5,
      toplevel: true,
      // Each `var` stays at the beginning of its function, where espruino-vars.ts has put it.
      hoist_vars: true,
      // It would move functions to where they are used, to be made anew at each call.
      reduce_funcs: false,
      // Device code has no getters, never counts the parameters of a function, and takes built-ins for what they are.
      pure_getters: true,
      keep_fargs: false,
      unsafe: true,
    },
    // A board's strings are bytes: what is beyond ASCII has to be written as an escape.
    format: { ascii_only: true },
    mangle: {
      toplevel: true,
      reserved: reserved.globals,
      // Names of a browser are free for ours: the types say which ones a board has.
      // `call` is Closure's own: it writes it where it takes the arguments of a method apart.
      properties: { builtins: true, reserved: [...reserved.properties, "call"] },
    },
  });
  return code as string;
}

/** What the public face exports in a build with these conditions. */
function faceNames(features: string[]): string[] {
  return features.includes("small") ? FACE_NAMES.filter((name) => !NOT_SMALL.includes(name)) : FACE_NAMES;
}

/**
 * The text of a module for Espruino.
 *
 * @param face      the entry, relative to the package, from "./"; the public face, unless given
 * @param names     what it exports
 * @param features  conditions of package.json's imports, such as "no-inbound"
 * @throws          Error for what Espruino's grammar lacks
 */
export async function buildEspruino(
  face: string | undefined = undefined,
  names: string[] | undefined = undefined,
  features: string[] = [],
): Promise<EspruinoBuild> {
  const entry = face ?? faceFile(features);
  const given = names ?? faceNames(features);
  const plain = await bundle(entry, given, features);
  const reserved = reservedNames(
    typedProgram(entry, DECLARATIONS, ["espruino", ...features]),
    entry,
    given,
    DECLARATIONS,
  );
  const joined = frequentFirst(joinFunctions(joinFunctions(plain, reserved), reserved));
  const minified = await shorten(joined, reserved);
  checkGrammar(plain);
  checkGrammar(minified);
  checkVars(minified);
  return { plain, minified };
}

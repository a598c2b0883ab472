/*
 * Builds for Espruino: one script for `require`, plain and minified, without what Espruino's grammar lacks.
 * Not here: that grammar (espruino-grammar.ts).
 */
import { build } from "esbuild";
import { minify } from "terser";
import { checkGrammar } from "./espruino-grammar.ts";
import { ROOT } from "./features.ts";
import { reservedNames } from "./reserved-names.ts";

export interface EspruinoBuild {
  plain: string;
  minified: string;
}

const FACE = "./src/runtimes/face.ts";
const FACE_NAMES = [
  "connect",
  "counters",
  "disconnect",
  "maySleep",
  "publish",
  "publishMessage",
  "state",
  "subscribe",
  "unsubscribe",
];
const DECLARATIONS = "src/runtimes/espruino/espruino.d.ts";

/** Exports are assigned: what esbuild writes for exports of its own needs getters, which Espruino has only in part. */
async function bundle(entry: string, names: string[], features: string[]): Promise<string> {
  const exports = names.map((name) => `exports.${name} = catnap.${name};\n`).join("");
  const { outputFiles } = await build({
    stdin: { contents: `import * as catnap from "${entry}";\n${exports}`, resolveDir: ROOT },
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    format: "cjs",
    platform: "neutral",
    conditions: ["espruino", ...features],
    external: ["net", "tls"],
    target: "es2015",
    // Newer than ES2015, but in Espruino, and nothing else says them as short.
    supported: { "nullish-coalescing": true, "optional-catch-binding": true },
    logLevel: "silent",
  });
  return (outputFiles[0] as { text: string }).text;
}

async function shorten(plain: string, names: string[]): Promise<string> {
  const { code } = await minify(plain, {
    ecma: 2015,
    compress: {
      passes: 3,
      // Espruino looks names up before they are declared when blocks declare them.
      hoist_vars: true,
      // It would move functions to where they are used, to be made anew at each call.
      reduce_funcs: false,
    },
    // A board's strings are bytes: what is beyond ASCII has to be written as an escape.
    format: { ascii_only: true },
    // An Espruino block that declares a name can hide the same name of the module: short names only inside functions.
    mangle: {
      toplevel: false,
      module: false,
      properties: { reserved: [...names, ...reservedNames(DECLARATIONS)] },
    },
  });
  return code as string;
}

/**
 * The text of a module for Espruino.
 *
 * @param entry     relative to the package, from "./"; the public face, unless given
 * @param names     what it exports
 * @param features  conditions of package.json's imports, such as "no-inbound"
 * @throws          Error for what Espruino's grammar lacks
 */
export async function buildEspruino(
  entry = FACE,
  names = FACE_NAMES,
  features: string[] = [],
): Promise<EspruinoBuild> {
  const plain = await bundle(entry, names, features);
  const minified = await shorten(plain, names);
  checkGrammar(plain);
  checkGrammar(minified);
  return { plain, minified };
}

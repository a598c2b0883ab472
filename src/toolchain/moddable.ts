/*
 * Builds for Moddable XS: one ES module by esbuild, and the manifest that mcconfig includes.
 * Not here: bytecode; mcconfig compiles the module for the board.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { ROOT } from "./features.ts";

const FACE = "src/runtimes/face.ts";
/** Modules of the Moddable SDK, which are there on the board. */
const SDK = ["embedded:*", "net", "time", "timer"];

/** What mcconfig needs: the module, the SDK's own that it imports, and that it may stay in flash. */
function manifest(): string {
  const text = {
    include: ["$(MODDABLE)/modules/io/manifest.json"],
    modules: { catnap: "./catnap" },
    preload: ["catnap"],
  };
  return `${JSON.stringify(text, undefined, 2)}\n`;
}

/**
 * The text of an ES module that exports what the entry exports.
 *
 * @param entry     relative to the package; the public face, unless given
 * @param features  conditions of package.json's imports, such as "no-inbound"
 */
export async function bundleModdable(entry = FACE, features: string[] = []): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    conditions: ["moddable", ...features],
    external: SDK,
    minifySyntax: true,
    logLevel: "silent",
  });
  return outputFiles.map((file) => file.text).join("");
}

/** Every file of dist/moddable, by name. */
export async function buildModdable(): Promise<Record<string, string>> {
  return { "catnap.js": await bundleModdable(), "manifest.json": manifest() };
}

/** Write what buildModdable makes. */
export async function writeModdable(folder = join(ROOT, "dist/moddable")): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(await buildModdable())) writeFileSync(join(folder, name), text);
}

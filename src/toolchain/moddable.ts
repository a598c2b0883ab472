/*
 * Builds for Moddable XS: one ES module by esbuild, and the manifest that mcconfig includes.
 * Not here: bytecode; mcconfig compiles the module for the board.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { deviceView } from "./device-view.ts";
import { faceFile, ROOT } from "./features.ts";
import { hoistTexts } from "./moddable-texts.ts";

/** Modules of the Moddable SDK, which are there on the board. */
const SDK = ["embedded:*", "net", "preference", "sntp", "time", "timer", "wifi"];

/** The SDK's own modules that every build imports; for a board it brings I2C as well. */
const IO = "$(MODDABLE)/modules/io/manifest.json";
/**
 * What a program needs besides: a screenless base, and Wi-Fi, which joins before main is run where the build gives it a
 * network. The module "wifi" is not the one that joins there, and "preference" comes with no other.
 */
const PROGRAM = [
  "$(MODDABLE)/examples/manifest_base.json",
  "$(MODDABLE)/examples/manifest_net.json",
  "$(MODDABLE)/modules/network/wifi/manifest.json",
  "$(MODDABLE)/modules/network/sntp/manifest.json",
  "$(MODDABLE)/modules/files/preference/manifest.json",
];

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/**
 * The text of an ES module that exports what the entry exports.
 *
 * @param entry     absolute, or relative to the package; the public face, unless given
 * @param features  conditions of package.json's imports, such as "no-inbound"
 */
export async function bundleModdable(entry?: string, features: string[] = []): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry ?? faceFile(features)],
    bundle: true,
    plugins: [deviceView],
    write: false,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    conditions: ["moddable", ...features],
    external: SDK,
    minifySyntax: true,
    logLevel: "silent",
  });
  return hoistTexts(outputFiles.map((file) => file.text).join(""));
}

/** Every file of dist/moddable, by name; what is preloaded may stay in flash. */
export async function buildModdable(features: string[] = []): Promise<Record<string, string>> {
  const manifest = { include: [IO], modules: { catnap: "./catnap" }, preload: ["catnap"] };
  return { "catnap.js": await bundleModdable(undefined, features), "manifest.json": json(manifest) };
}

/**
 * Every file of a program for mcconfig, by name. All but what runs on the board alone, in main.js, is preloaded.
 *
 * @param bus        sets the buses up: the head of main.js
 * @param entry      absolute; exports `start`
 * @param manifests  of the SDK, for modules that `bus` imports
 */
export async function buildModdableProgram(
  bus: string,
  entry: string,
  features: string[],
  manifests: string[] = [],
): Promise<Record<string, string>> {
  const modules = { main: "./main", station: "./station" };
  const manifest = { include: [...PROGRAM, IO, ...manifests], modules, preload: ["station"] };
  return {
    "station.js": await bundleModdable(entry, features),
    "main.js": `import { start } from "station";\n${bus}\nstart();\n`,
    "manifest.json": json(manifest),
  };
}

/** Write what buildModdable makes. */
export async function writeModdable(folder = join(ROOT, "dist/moddable")): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(await buildModdable())) writeFileSync(join(folder, name), text);
}

/*
 * Makes dist/node, which is all that `import ... from "catnap"` reads: one bundle, and its declarations; and
 * dist/moddable. Run by npm before it packs. Not here: how boards' files are built (src/toolchain).
 */
import { rmSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { build } from "esbuild";
import { tsImport } from "tsx/esm/api";
import ts from "typescript";
import manifest from "../package.json" with { type: "json" };

const ROOT = join(import.meta.dirname, "..");
const ENTRY = join(ROOT, "src/runtimes/node/catnap.ts");
const DIST = join(ROOT, "dist/node");

/** The declaration of a subpath import, from the root of the declarations: "#port" is runtimes/node/port.js. */
function chosenPath(name) {
  const target = manifest.imports[name];
  return posix.relative("./src", target.default ?? target).replace(/\.ts$/, ".js");
}

/**
 * Declarations that every compiler setting of a consumer can read: a const enum cannot be used under
 * isolatedModules, subpath imports of ours would lead to the sources, and so would paths that end in .ts.
 */
function portable(declarations, file) {
  const folder = relative(DIST, dirname(file)).split(sep).join("/");
  const pathTo = (name) => `./${posix.relative(folder, chosenPath(name))}`;
  return declarations
    .replaceAll("declare const enum", "declare enum")
    .replace(/(from |import\()"(#\w+)"/g, (_, before, name) => `${before}"${pathTo(name)}"`)
    .replace(/(from |import\()"(\.[^"]*)\.ts"/g, '$1"$2.js"');
}

function emitDeclarations() {
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  const program = ts.createProgram([ENTRY], {
    ...options,
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: join(ROOT, "src"),
    outDir: DIST,
  });
  const write = (file, text) => ts.sys.writeFile(file, portable(text, file));
  const { diagnostics } = program.emit(undefined, write);
  const wrong = [...ts.getPreEmitDiagnostics(program), ...diagnostics];
  if (wrong.length === 0) return;
  throw new Error(
    ts.formatDiagnostics(wrong, { ...ts.sys, getCanonicalFileName: (name) => name, getNewLine: () => "\n" }),
  );
}

rmSync(DIST, { recursive: true, force: true });
await build({
  entryPoints: [ENTRY],
  outfile: join(DIST, "catnap.js"),
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20",
  logLevel: "warning",
});
emitDeclarations();
const { writeModdable } = await tsImport("../src/toolchain/moddable.ts", import.meta.url);
await writeModdable();

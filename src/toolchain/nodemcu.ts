/*
 * Builds for NodeMCU: TypeScript to one Lua 5.1 file, by typescript-to-lua's API and without touching the disk.
 * What it warns about, such as a number used as a condition, would behave differently on a board: an error here.
 */
import { parse, relative, resolve } from "node:path";
import ts from "typescript";
import * as tstl from "typescript-to-lua";
import { withoutHardwareNodes } from "./device-view.ts";
import { chosenFiles, faceFile, ROOT, stationImports } from "./features.ts";
import { flatten } from "./lua-flat.ts";
import type { LuaFile } from "./lua-flat.ts";
import { shrink } from "./lua-shrink.ts";
import { exportNames, reservedNames } from "./reserved-names.ts";

const DECLARATIONS = "src/runtimes/nodemcu/nodemcu.d.ts";
/** Above every source: a user's station may lie anywhere. */
const TOP = parse(ROOT).root;

function compilerOptions(conditions: string[]): tstl.CompilerOptions {
  return {
    target: ts.ScriptTarget.ES2022,
    lib: ["lib.es2022.d.ts"],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: [],
    rewriteRelativeImportExtensions: true,
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    // typescript-to-lua looks for the files of `paths` from the folder of this file, which it does not read.
    configFilePath: `${ROOT}tsconfig.json`,
    paths: Object.fromEntries(
      [...chosenFiles(conditions), ...stationImports()].map(([name, file]) => [name, [file]]),
    ),
    rootDir: TOP,
    outDir: TOP,
    luaTarget: tstl.LuaTarget.Lua51,
    luaLibImport: tstl.LuaLibImportKind.None,
    removeComments: true,
    noImplicitSelf: true,
    noHeader: true,
  };
}

/** A path as its reader knows it: from this package if it is in there, else from the current folder. */
function shownPath(path: string): string {
  const own = relative(ROOT, path);
  return own.startsWith("..") ? relative(process.cwd(), path) : own;
}

/** One line for each thing that the compilers say: "src/client/topic.ts(3): Only false and nil ...". */
function sentences(diagnostics: readonly ts.Diagnostic[]): string[] {
  return diagnostics.map(({ file, start, messageText }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, "\n");
    if (file === undefined || start === undefined) return text;
    const line = file.getLineAndCharacterOfPosition(start).line + 1;
    return `${shownPath(file.fileName)}(${line}): ${text}`;
  });
}

/** ("/home/me/catnap/src/client/topic.lua") is "home.me.catnap.src.client.topic", as `require` names it. */
function moduleName(path: string): string {
  return relative(TOP, path)
    .replace(/\.\w+$/, "")
    .replaceAll(/[\\/]/g, ".");
}

/** A host that takes no file for another package's: typescript-to-lua would give its functions a hidden `self`. */
function makeHost(options: tstl.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const cache = ts.createModuleResolutionCache(ROOT, (name) => name, options);
  // `paths` count from here, wherever the command was called.
  host.getCurrentDirectory = () => ROOT;
  host.resolveModuleNameLiterals = (literals, file) =>
    literals.map(({ text }) => {
      const { resolvedModule } = ts.resolveModuleName(text, file, options, host, cache);
      return { resolvedModule: resolvedModule && { ...resolvedModule, isExternalLibraryImport: false } };
    });
  return host;
}

/**
 * The text of a Lua module that returns what the entry exports.
 *
 * @param face      the entry, absolute, or relative to the package; the public face, unless given
 * @param features  conditions of package.json's imports, such as "no-inbound"
 */
export function buildLua(face?: string, features: string[] = []): string {
  const entry = face ?? faceFile(features);
  const options = compilerOptions(["nodemcu", ...features]);
  const first = resolve(ROOT, entry);
  const roots = [first, `${ROOT}${DECLARATIONS}`];
  const program = ts.createProgram(roots, options, makeHost(options));
  const files: LuaFile[] = [];
  let name = "";
  const emitted = new tstl.Transpiler().emit({
    program,
    customTransformers: { before: [withoutHardwareNodes] },
    writeFile: (path, text, _hasMark, _onError, sources) => {
      files.push({ name: moduleName(path), text });
      if (sources?.some(({ fileName }) => resolve(fileName) === first) === true) name = moduleName(path);
    },
  });
  const said = sentences([...ts.getPreEmitDiagnostics(program), ...emitted.diagnostics]);
  if (said.length > 0) throw new Error(`not built for NodeMCU:\n${said.join("\n")}`);
  const { properties } = reservedNames(program, entry, exportNames(program, entry), DECLARATIONS);
  return shrink(flatten(files, name), new Set(properties));
}

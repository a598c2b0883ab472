/*
 * Builds for NodeMCU: TypeScript to one Lua 5.1 file, by typescript-to-lua's API and without touching the disk.
 * What it warns about, such as a number used as a condition, would behave differently on a board: an error here.
 */
import ts from "typescript";
import * as tstl from "typescript-to-lua";
import { chosenFiles, ROOT } from "./features.ts";
import { flatten } from "./lua-flat.ts";
import type { LuaFile } from "./lua-flat.ts";

const FACE = "src/runtimes/face.ts";

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
    paths: Object.fromEntries([...chosenFiles(conditions)].map(([name, file]) => [name, [file]])),
    rootDir: ROOT,
    outDir: ROOT,
    luaTarget: tstl.LuaTarget.Lua51,
    luaLibImport: tstl.LuaLibImportKind.None,
    removeComments: true,
    noImplicitSelf: true,
    noHeader: true,
  };
}

/** One line for each thing that the compilers say: "src/client/topic.ts(3): Only false and nil ...". */
function sentences(diagnostics: readonly ts.Diagnostic[]): string[] {
  return diagnostics.map(({ file, start, messageText }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, "\n");
    if (file === undefined || start === undefined) return text;
    const line = file.getLineAndCharacterOfPosition(start).line + 1;
    return `${file.fileName.slice(ROOT.length)}(${line}): ${text}`;
  });
}

/** ("/home/me/catnap/src/client/topic.ts") is "src.client.topic", as `require` names it. */
function moduleName(path: string): string {
  return path
    .slice(ROOT.length)
    .replace(/\.\w+$/, "")
    .replaceAll("/", ".");
}

/**
 * The text of a Lua module that returns what the entry exports.
 *
 * @param entry     relative to the package; the public face, unless given
 * @param features  conditions of package.json's imports, such as "no-inbound"
 */
export function buildLua(entry = FACE, features: string[] = []): string {
  const options = compilerOptions(["nodemcu", ...features]);
  const host = ts.createCompilerHost(options);
  // `paths` count from here, wherever the command was called.
  host.getCurrentDirectory = () => ROOT;
  const roots = [`${ROOT}${entry}`, `${ROOT}src/runtimes/nodemcu/nodemcu.d.ts`];
  const program = ts.createProgram(roots, options, host);
  const files: LuaFile[] = [];
  const emitted = new tstl.Transpiler().emit({
    program,
    writeFile: (path, text) => files.push({ name: moduleName(path), text }),
  });
  const said = sentences([...ts.getPreEmitDiagnostics(program), ...emitted.diagnostics]);
  if (said.length > 0) throw new Error(`not built for NodeMCU:\n${said.join("\n")}`);
  return flatten(files, moduleName(`${ROOT}${entry}`));
}

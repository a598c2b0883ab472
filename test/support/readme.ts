/*
 * The examples of the README, as a reader would use them: compiled with their types, and loaded.
 */
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { build } from "esbuild";
import ts from "typescript";
import { ROOT } from "../../src/toolchain/features.ts";

const FENCE = /```ts\n([^]*?)```/;

/** The first example below a heading: ("### Add a board"). */
export function exampleBelow(heading: string): string {
  const readme = readFileSync(`${ROOT}README.md`, "utf8");
  const [, below] = readme.split(`\n${heading}\n`);
  const text = FENCE.exec(below ?? "")?.[1];
  if (text === undefined) throw new Error(`README.md has no example below "${heading}"`);
  return text;
}

/**
 * What TypeScript says about an example.
 *
 * @param path  where it would stand in this repository, which need not have such a file
 */
export function typeErrors(text: string, path: string): string[] {
  const file = `${ROOT}${path}`;
  const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, (name) => readFileSync(name, "utf8")) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.getCurrentDirectory = () => ROOT;
  host.fileExists = (name) => name === file || fileExists(name);
  host.getSourceFile = (name, target, ...more) =>
    name === file ? ts.createSourceFile(name, text, target) : getSourceFile(name, target, ...more);
  const program = ts.createProgram([file], options, host);
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

/** What an example exports. */
export async function loadExample(text: string, path: string): Promise<Record<string, unknown>> {
  const { outputFiles } = await build({
    stdin: { contents: text, loader: "ts", resolveDir: dirname(`${ROOT}${path}`) },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    logLevel: "silent",
  });
  const code = Buffer.from((outputFiles[0] as { contents: Uint8Array }).contents).toString("base64");
  return (await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`)) as Record<string, unknown>;
}

/*
 * What a build takes from a station's file: all but the hardware, which checks and the simulator read and no program does.
 * On an Espruino board each pin of it would cost a variable.
 */
import { readFileSync } from "node:fs";
import type { Plugin } from "esbuild";
import ts from "typescript";

/** Whether this is `hardware` in the literal of a station, which has a runtime and feeds as well. */
function isHardware(node: ts.Node): boolean {
  if (!ts.isPropertyAssignment(node) && !ts.isShorthandPropertyAssignment(node)) return false;
  if (!ts.isIdentifier(node.name) || node.name.text !== "hardware") return false;
  if (!ts.isObjectLiteralExpression(node.parent)) return false;
  const names = node.parent.properties.map(({ name }) =>
    name !== undefined && ts.isIdentifier(name) ? name.text : "",
  );
  return names.includes("runtime") && names.includes("feeds");
}

/** For typescript-to-lua, which has checked the types before. */
export const withoutHardwareNodes: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
  const visit = (node: ts.Node): ts.Node | undefined =>
    isHardware(node) ? undefined : ts.visitEachChild(node, visit, context);
  return ts.visitEachChild(file, visit, context);
};

/** The same source with blanks in place of it, and of the comma behind it: every line stays where it was. */
export function withoutHardware(text: string): string {
  const file = ts.createSourceFile("station.ts", text, ts.ScriptTarget.Latest, true);
  let rest = text;
  const visit = (node: ts.Node): void => {
    if (isHardware(node)) {
      const comma = /^\s*,/.exec(text.slice(node.end));
      const end = node.end + (comma?.[0].length ?? 0);
      const blanks = text.slice(node.getStart(), end).replace(/[^\n]/g, " ");
      rest = rest.slice(0, node.getStart()) + blanks + rest.slice(end);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return rest;
}

/** For esbuild. */
export const deviceView: Plugin = {
  name: "device-view",
  setup(build) {
    build.onLoad({ filter: /\.[cm]?[jt]s$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      if (!/\bhardware\b/.test(text)) return undefined;
      return { contents: withoutHardware(text), loader: path.endsWith("ts") ? "ts" : "js" };
    });
  },
};

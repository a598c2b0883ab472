/*
 * Names of properties that a minifier must leave alone, read from the declarations that say them: what a user of the
 * library writes or reads, and what the runtime calls its own.
 */
import { readFileSync } from "node:fs";
import ts from "typescript";
import { ROOT } from "./features.ts";

/** Interfaces that a user of the library sees. */
const PUBLIC: Record<string, string[]> = {
  "src/client/options.ts": ["Handlers", "Will"],
  "src/client/publish.ts": ["Message"],
  "src/client/state.ts": ["Counters"],
  "src/runtimes/connect-options.ts": ["ConnectOptions"],
  "src/runtimes/port.ts": ["Secrets"],
};

/** The names of all members that these interfaces have, or that all have when none is named. */
function memberNames(path: string, interfaces?: string[]): string[] {
  const file = ts.createSourceFile(path, readFileSync(ROOT + path, "utf8"), ts.ScriptTarget.ES2022, true);
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    const isOther = ts.isInterfaceDeclaration(node) && interfaces?.includes(node.name.text) === false;
    if (isOther || (interfaces !== undefined && ts.isFunctionDeclaration(node))) return;
    if (ts.isTypeElement(node) && node.name !== undefined && isInside(node, interfaces))
      names.push(node.name.getText());
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}

function isInside(node: ts.TypeElement, interfaces?: string[]): boolean {
  return interfaces === undefined || ts.isInterfaceDeclaration(node.parent);
}

/** @param declarations  the declaration file of the runtime, relative to the package */
export function reservedNames(declarations: string): string[] {
  const seen = Object.entries(PUBLIC).flatMap(([path, interfaces]) => memberNames(path, interfaces));
  return [...new Set([...seen, ...memberNames(declarations)])].sort();
}

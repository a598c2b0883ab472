/*
 * The library in every Lua does what it does on Node: the scripts of face-javascript.test.ts.
 *
 * Each takes every sequence whole, and wasmoon every script. fengari, Lua with 32-bit integers in JavaScript, needs some
 * 20 ms for each: it takes one in 41, a prime, so that every way of cutting has its turn. The Lua of this computer,
 * where it is installed, differs from wasmoon in nothing but its numbers (5.3) and the size of a pointer (5.1): one in 3.
 */
import { loadedEngines } from "../../support/engines.ts";
import { onNode, sameAsNode } from "../../support/face-suite.ts";
import { FENGARI } from "../../support/lua.ts";

const EVERY: Record<string, number> = { [FENGARI.name]: 41, "lua5.1": 3, "lua5.3": 3 };

const expected = await onNode();

for (const loaded of await loadedEngines("nodemcu", "face"))
  sameAsNode(loaded, expected, EVERY[loaded.title] ?? 1);

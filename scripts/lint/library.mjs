/*
 * Members and globals of the standard library that one of the runtimes lacks, and those that belong to a port.
 * Not here: numbers that become text and bytes past #bytes, which only types can tell (typed.mjs).
 * Source: a feature test on Espruino 2v29. It did not ask for Intl, Reflect, WeakRef, WeakSet, findLast, toSorted,
 * entries, values, normalize, matchAll and localeCompare: these are refused because nobody has tried them.
 */
import { ban, banNames } from "./ban.mjs";

const allBut = (object, allowed) =>
  `MemberExpression[object.name='${object}'][property.name!=/^(?:${allowed})$/]`;
const method = (names) => `CallExpression > MemberExpression.callee[property.name=/^(?:${names})$/]`;

/** What is named here is allowed of Math, Object, Array and String; of the methods, it is refused. */
export const MEMBERS = [
  ban(
    allBut("Math", "abs|floor|max|min"),
    "Not on every runtime, or not in integers",
    "Math.floor and arithmetic",
  ),
  ban(allBut("Object", "keys"), "Espruino or Lua has none", "a record with its fields written out"),
  ban(allBut("Array", "isArray"), "Espruino has no Array.from and Array.of", "an array literal and push"),
  ban(
    allBut("String", "fromCharCode"),
    "Espruino or Lua has none",
    "String.fromCharCode, or the texts of #bytes",
  ),
  ban(
    "MemberExpression[object.name='Number']",
    "Espruino or Lua has none",
    "integers below 2^31; n === Math.floor(n)",
  ),
  ban(method("flat|flatMap|findLast|findLastIndex|toSorted|toReversed"), "Espruino has none", "a for loop"),
  ban(method("at|copyWithin|entries|values"), "Espruino has none", "an index"),
  ban(method("codePointAt|normalize|matchAll|localeCompare"), "Espruino or Lua has none", "charCodeAt"),
].flat();

/** Byte stores. Only a runtime's own bytes.ts knows how it holds them. */
const STORE =
  "/^(?:Uint8Array|Uint8ClampedArray|Int8Array|(?:Int|Uint)(?:16|32)Array|ArrayBuffer|DataView)$/";
export const STORES = [
  ban(
    [`NewExpression[callee.name=${STORE}]`, `MemberExpression[object.name=${STORE}]`],
    "Lua has no typed arrays, and Espruino sends them as text",
    "begin, makeStore or makeMemory of #bytes",
  ),
  ban(
    `TSTypeReference[typeName.name=${STORE}]`,
    "Each runtime holds bytes in its own way",
    "Chunk, Frame, Store or Memory of #bytes",
  ),
].flat();

/** Globals that some runtime lacks. */
export const MISSING = [
  banNames(["Map", "WeakMap"], "Espruino has none", "a record, or two arrays of the same length"),
  banNames(["Set", "WeakSet"], "Espruino has none", "an array and indexOf"),
  banNames(["Symbol", "WeakRef", "Proxy", "Reflect"], "Espruino has none", "records and functions"),
  banNames(["BigInt", "Intl"], "Espruino has none", "integers below 2^31"),
  banNames(["TextEncoder", "TextDecoder"], "Espruino has none", "putPayload and textAt of #bytes"),
  banNames(
    ["encodeURIComponent", "decodeURIComponent", "atob", "btoa"],
    "Lua has none",
    "a loop over charCodeAt",
  ),
  banNames(["JSON"], "Lua has none", "putPayload and putFixed into a frame"),
  banNames(["RegExp"], "Lua has none", "indexOf, or a loop over charCodeAt"),
  banNames(["Promise", "queueMicrotask", "structuredClone"], "Lua has none", "a state number and an event"),
  banNames(["Buffer"], "Only Node has one", "Chunk and Frame of #bytes"),
  banNames(
    ["eval", "Function", "globalThis", "global"],
    "Different on every runtime",
    "an import or an argument",
  ),
].flat();

const TIMERS = [
  "setTimeout",
  "setInterval",
  "setImmediate",
  "clearTimeout",
  "clearInterval",
  "clearImmediate",
];

/** Globals that belong to a port: nobody else reads a clock or owns a timer. */
export const OUTSIDE = [
  banNames(
    ["Date", "performance"],
    "Nobody but the port reads a clock",
    "nowMs, which comes in with each call",
  ),
  banNames(TIMERS, "Nobody but the port owns a timer", "answer dueMs, and be called again then"),
  banNames(["console"], "Nobody reads a console in the field", "a Status, a Reason or a Notice"),
  banNames(["process", "require", "module"], "Nobody but the port knows the outside", "a call to the port"),
].flat();

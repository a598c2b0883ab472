/*
 * Text and bytes of Moddable XS: a table of expressions over bytes.ts, each with what it must give, evaluated on
 * Node and in the real XS. The rows are those of Node's own bytes.ts.
 */
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleModdable } from "../../../src/toolchain/moddable.ts";
import { asScript, STRING_FROM_BUFFER } from "../../support/moddable.ts";
import { notRun } from "../../support/not-run.ts";
import { findXs, Xs } from "../../support/xs.ts";

/** What every row may use: hex text to bytes and back, and what a put makes of a frame. */
const PRELUDE = `${STRING_FROM_BUFFER}
const b = bytes;
const hex = (chunk) => Array.from(chunk, (byte) => byte.toString(16).padStart(2, "0")).join("");
const of = (text) => new Uint8Array((text.match(/../g) || []).map((pair) => parseInt(pair, 16)));
const view = (text) => of("eeee" + text + "ee").subarray(2, 2 + text.length / 2);
/** Status and bytes with exactly enough room, then with one byte less: that must change nothing. */
const put = (size, how) => {
  const enough = b.begin(size), little = b.begin(size);
  const status = how(enough);
  b.putByte(little, 0x55);
  little.bytes.fill(0x77, 1);
  const refused = how(little);
  const isSame = hex(little.bytes) === "55" + "77".repeat(size - 1) && b.used(little) === 1;
  return [status, hex(b.take(enough)), b.room(enough), refused, isSame].join(" ");
};
const PAYLOADS = ["", "one", "", "", "three", "\\u00e4", ""];
/** Keep all, forget one, and read the others. */
const without = (gone) => {
  const store = b.makeStore(11, PAYLOADS.length);
  PAYLOADS.forEach((text) => b.keep(store, "", text));
  b.forget(store, gone);
  const left = PAYLOADS.filter((_, place) => place !== gone);
  return left.map((text, place) => {
    const size = b.payloadBytes(text);
    return b.textAt(b.keptChunk(store, place, 0, size), 0, size);
  }).join();
};
`;

/** A put by its expression, and the bytes it must become. */
const PUTS: [string, string][] = [
  ["b.putByte(f, 0)", "00"],
  ["b.putByte(f, 255)", "ff"],
  ["b.putU16(f, 0)", "0000"],
  ["b.putU16(f, 255)", "00ff"],
  ["b.putU16(f, 256)", "0100"],
  ["b.putU16(f, 65535)", "ffff"],
  ['b.putPayload(f, "a")', "61"],
  ['b.putPayload(f, "a\\0")', "6100"],
  ['b.putPayload(f, "a\\u00e4\\u20ac\\u{1F600}")', "61c3a4e282acf09f9880"],
  ['b.putPayload(f, "\\u007f\\u0080\\u07ff\\u0800\\uffff\\u{10000}")', "7fc280dfbfe0a080efbfbff0908080"],
  ['b.putPayload(f, "\\uFEFFa")', "efbbbf61"],
  ['b.putPayload(f, "\\uD800")', "efbfbd"],
  ['b.putPayload(f, "a\\uDFFFb")', "61efbfbd62"],
  ['b.putPayload(f, "\\uD800\\uD800\\uDC00")', "efbfbdf0908080"],
  ['b.putChunk(f, of("00ff80"), 0, 3)', "00ff80"],
  ['b.putChunk(f, view("00ff80"), 0, 3)', "00ff80"],
  ['b.putChunk(f, view("00ff80"), 1, 2)', "ff"],
  ['b.putChunk(f, view("0102".repeat(40)), 1, 79)', "0201".repeat(39)],
  ['b.putPayload(f, "\\u00e4")', "c3a4"],
  ['b.putPayload(f, view("80ff"))', "80ff"],
  ['b.putPayload(f, of("80ff").buffer)', "80ff"],
];

/** Any other expression, and the text it must give. */
const ROWS: [string, string][] = [
  ...PUTS.map(([how, hex]): [string, string] => [
    `put(${hex.length / 2}, (f) => ${how})`,
    `0 ${hex} 0 -2 true`,
  ]),
  // Puts of nothing always fit.
  ...['b.putPayload(f, "")', 'b.putChunk(f, of("0102"), 1, 1)', 'b.putPayload(f, of(""))'].map(
    (how): [string, string] => [`const f = b.begin(0); return ${how}`, "0"],
  ),
  // A chunk that was taken keeps its bytes until the next put.
  ['const f = b.begin(4); b.putPayload(f, "abc"); const c = b.take(f); b.clear(f); return hex(c)', "616263"],
  ...["", "a\0b", "ä", "€", "\u{1F600}", "\uFEFFa", "\u{10FFFF}"].map((text): [string, string] => {
    const size = Buffer.byteLength(text);
    const [literal, hex] = [JSON.stringify(text), Buffer.from(text).toString("hex")];
    return [
      `[b.payloadBytes(${literal}), b.textAt(view("2f${hex}2f"), 1, ${1 + size}) === ${literal}].join()`,
      `${size},true`,
    ];
  }),
  ['["\\uD800", "a\\uDFFFb", "\\uD800\\uD800"].map(b.payloadBytes).join()', "3,5,6"],
  ['b.payloadBytes(of("00ff80")) + b.payloadBytes(of("00ff80").buffer) + b.payloadBytes(of(""))', "6"],
  // What is neither text nor bytes has no length, and the client then refuses it.
  [
    "[5, true, {}, [1, 2], () => 1].map((one) => b.payloadBytes(one) >= 0).join()",
    Array(5).fill("false").join(),
  ],
  [
    'const c = view("0001ff80"); return [b.chunkBytes(c), b.byteAt(c, 2), hex(b.piece(c, 1, 3))].join()',
    "4,255,01ff",
  ],
  ['b.chunkBytes(b.piece(of("01"), 1, 1))', "0"],
  ['hex(b.chunkOf(of("00ff").buffer))', "00ff"],
  ...["", "one", "", "", "three", "ä", ""].map((_, gone, all): [string, string] => [
    `without(${gone})`,
    all.filter((_text, place) => place !== gone).join(),
  ]),
  // A store keeps a copy, also of a topic that is given as bytes.
  [
    'const s = b.makeStore(4, 1), p = of("0102"), t = of("03"); b.keep(s, t, p); p.fill(9); t.fill(9); return hex(b.keptChunk(s, 0, 0, 3))',
    "030102",
  ],
  [
    `const s = b.makeStore(8, 2); b.keep(s, "a", "b"); b.keep(s, "cd", "ef"); b.moveKept(s, 1, 0);
     return [hex(b.keptChunk(s, 0, 1, 3)), hex(b.keptChunk(s, 1, 0, 2)), hex(b.keptChunk(s, 0, 4, 4))].join()`,
    "6465,6162,",
  ],
  [
    `const m = b.makeMemory(5); b.putMemory(m, 1, of("ff80")); b.putMemory(m, 4, view("07")); b.putMemory(m, 5, of(""));
     return [0, 1, 2, 3, 4].map((at) => b.memoryAt(m, at)).join()`,
    "0,255,128,0,7",
  ],
];

const asBody = (row: string): string => (row.includes("return ") ? row : `return ${row}`);
/** Evaluates one row for each call of rows[at](), and gives text. */
const rows = `globalThis.rows = [${ROWS.map(([row]) => `() => String((() => { ${asBody(row)} })())`).join(",\n")}];`;

let script = "";
beforeAll(async () => {
  const module = await bundleModdable("src/runtimes/moddable/bytes.ts");
  script = `${await asScript(module, "bytes")}\n(() => {${PRELUDE}\n${rows}})();`;
});

describe("on Node", () => {
  let given: (() => string)[] = [];
  beforeAll(() => {
    given = runInNewContext(`${script}; rows`, { TextDecoder }) as (() => string)[];
  });
  for (const [at, [row, expected]] of ROWS.entries())
    test(`${row} gives ${expected}`, () => expect(given[at]?.()).toBe(expected));
});

const path = findXs();
if (path === undefined) notRun("xsnap worker not built");
else
  describe("on XS", () => {
    const xs = new Xs(path);
    afterAll(() => xs.stop());
    beforeAll(() => xs.evaluate(script));

    for (const [at, [row, expected]] of ROWS.entries())
      test(`${row} gives ${expected}`, async () => {
        let given = "";
        xs.onCommand = (text) => (given = text);
        await xs.evaluate(`issueCommand(new TextEncoder().encode(rows[${at}]()).buffer)`);
        expect(given).toBe(expected);
      });
  });

/*
 * #bytes on every engine: the same scripts, line by line the same results. What each line means:
 * test/probe/bytes-probe.ts; a frame answers status, used, room and its bytes.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GuestEngine } from "../../../src/simulator/engines/guest.ts";
import { OPEN_OUTSIDE } from "../../../src/simulator/engines/outside.ts";
import { loadedEngines, printsOf } from "../../support/engines.ts";

const ENTRY = { path: "test/probe/bytes-probe.ts", names: ["bytesProbe"] };

// What is put, and the bytes it must become.
const PUTS: [string, string, string][] = [
  ["the byte 0", "byte 0", "00"],
  ["the byte 255", "byte 255", "ff"],
  ["the number 0", "u16 0", "0000"],
  ["the number 255", "u16 255", "00ff"],
  ["the number 256", "u16 256", "0100"],
  ["the number 65535", "u16 65535", "ffff"],
  ["the text a", "text 61", "61"],
  ["text with U+0000", "text 6100", "6100"],
  ["text of 1, 2, 3 and 4 bytes", "text 61c3a4e282acf09f9880", "61c3a4e282acf09f9880"],
  ["text with U+FEFF", "text efbbbf61", "efbbbf61"],
  ["a chunk", "chunk 00ff80 0 3", "00ff80"],
  ["part of a chunk", "chunk 00ff80 1 2", "ff"],
  ["a payload of bytes", "bytes 80ff", "80ff"],
];

// Puts of nothing always fit.
const NOTHING = ["text -", "chunk - 0 0", "chunk 0102 1 1", "bytes -"];

/** Title, script, expected lines. */
const CASES: [string, string, string[]][] = [
  ...PUTS.map(([what, put, hex]): [string, string, string[]] => {
    const size = hex.length / 2;
    return [`${what} becomes ${hex}`, `begin ${size} ${put}`, [`0 0 ${size} -`, `0 ${size} 0 ${hex}`]];
  }),
  ...PUTS.map(([what, put, hex]): [string, string, string[]] => {
    const size = hex.length / 2;
    const kept = `1 ${size - 1} 55`;
    return [
      `${what} leaves a frame with room for ${size - 1} bytes unchanged`,
      `begin ${size} byte 85 ${put}`,
      [`0 0 ${size} -`, `0 ${kept}`, `-2 ${kept}`],
    ];
  }),
  ...NOTHING.map((put): [string, string, string[]] => [
    `${put} fits into a full frame`,
    `begin 1 byte 9 ${put}`,
    ["0 0 1 -", "0 1 0 09", "0 1 0 09"],
  ]),
  ...["61 62", "61 -", "- 62", "61 c3a4", "c3a4 62", "e282ac f09f9880"].map(
    (texts): [string, string, string[]] => {
      const hex = `ff000a80${texts.replace(/[ -]/g, "")}`;
      const size = hex.length / 2;
      return [
        `a head and the texts ${texts} become ${hex}, and nothing of them is left after clear`,
        `begin 12 plain ${texts} clear`,
        ["0 0 12 -", `0 ${size} ${12 - size} ${hex}`, `${hex} 0 0 12 -`],
      ];
    },
  ),
  ["a frame of no bytes is made, and takes none", "begin 0 byte 1", ["0 0 0 -", "-2 0 0 -"]],
  [
    "taking the chunk before clearing keeps its bytes",
    "begin 4 text 616263 clear text 78",
    ["0 0 4 -", "0 3 1 616263", "616263 0 0 4 -", "0 1 3 78"],
  ],
  [
    "a frame that was longer before shows nothing of it",
    "begin 9 byte 1 text 616263 u16 2 byte 3 clear byte 1 u16 2",
    ["0 0 9 -", "0 1 8 01", "0 4 5 01616263", "0 6 3 016162630002", "0 7 2 01616263000203"].concat(
      "01616263000203 0 0 9 -",
      "0 1 8 01",
      "0 3 6 010002",
    ),
  ],
  ["a chunk tells its length and its pieces", "read 0001ff80 1 2", ["4 1 01 01"]],
  ["text is read back from its bytes", "read 2fc3a4e282ac2f 1 6", ["7 5 c3a4e282ac c3a4e282ac"]],
  ["an empty piece at the end", "read 0102 2 2", ["2 0 - -"]],
  [
    "a store without one of its entries keeps the others",
    "keep - - keep 6f 6e65 keep - - keep 7468 726565 keep c3a4 - forget 1 forget 0 keep - 7a7a7a7a forget 1",
    [
      "kept -",
      "kept - 6f6e65",
      "kept - 6f6e65 -",
      "kept - 6f6e65 - 7468726565",
      "kept - 6f6e65 - 7468726565 c3a4",
      "kept - - 7468726565 c3a4",
      "kept - 7468726565 c3a4",
      "kept - 7468726565 c3a4 7a7a7a7a",
      "kept - c3a4 7a7a7a7a",
    ],
  ],
  [
    "an entry moves up, and those between move down",
    "keep 61 - keep 62 6262 keep - 6363 keep 64 64 move 3 0 move 2 2 move 3 1",
    [
      "kept 61",
      "kept 61 626262",
      "kept 61 626262 6363",
      "kept 61 626262 6363 6464",
      "kept 6464 61 626262 6363",
      "kept 6464 61 626262 6363",
      "kept 6464 6363 61 626262",
    ],
  ],
  [
    "a store gives parts of an entry",
    "keep 6162 - keep 63 646566 kept 1 0 1 kept 1 1 3 kept 1 4 4 kept 0 0 2",
    ["kept 6162", "kept 6162 63646566", "63", "6465", "-", "6162"],
  ],
  ["a table of numbers begins with zeros and holds 30 bits", "numbers 3", ["0 0 0 1073741823 1"]],
  [
    "a sensor's memory holds bytes at fixed places",
    "memory 1 ff80 memory 4 07 memory 5 -",
    ["0 255 128 0 0 ", "0 255 128 0 7 ", "0 255 128 0 7 "],
  ],
];

const present = [
  ...(await loadedEngines("node", "answer", ENTRY)),
  ...(await loadedEngines("espruino", "answer", ENTRY)),
  ...(await loadedEngines("moddable", "answer", ENTRY)),
  ...(await loadedEngines("nodemcu", "answer", ENTRY)),
];

describe.each(present)("$title", ({ kind, artefact }) => {
  const engine = new GuestEngine(kind, OPEN_OUTSIDE);
  beforeAll(() => void engine.start(artefact, 0, {}));
  afterAll(() => void engine.stop());

  for (const [title, script, lines] of CASES)
    test(title, () => {
      const { calls } = engine.step(0, { event: "typed", text: `answer("bytesProbe", "${script} ")` });
      expect(printsOf(calls)).toEqual([lines.join("\n")]);
    });
});

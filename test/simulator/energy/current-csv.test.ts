import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CurrentCsv, currentCsvFile } from "../../../src/simulator/energy/current-csv.ts";
import { ScriptedBoard } from "../../support/scripted-wake.ts";

function play(board: ScriptedBoard, csv: CurrentCsv): void {
  board.meter.onPiece = (piece) => csv.add(piece);
  board.boot();
  board.join();
  board.exchange(2, 5, 25);
  board.sleep(300_000);
  board.meter.settle();
  csv.end();
}

const WAKE = `Timestamp(ms),Current(uA),D0-D7,Phase
0,32000.000,10000000,boot
70,32000.000,10000000,boot
70,131000.000,01000000,join
270,131000.000,01000000,join
270,131000.000,00100000,TCP
300,131000.000,00100000,TCP
300,131000.000,00010000,MQTT
305,131000.000,00010000,MQTT
305,10.000,00000100,sleep
300000,10.000,00000100,sleep
`;

test("each piece of the curve has a row where it begins and one where it ends", () => {
  const chunks: string[] = [];
  play(new ScriptedBoard(), new CurrentCsv((text) => chunks.push(text)));
  expect(chunks.join("")).toBe(WAKE);
});

test("a file has the same rows", () => {
  const folder = mkdtempSync(join(tmpdir(), "catnap-"));
  const path = join(folder, "current.csv");
  play(new ScriptedBoard(), currentCsvFile(path));
  expect(readFileSync(path, "utf8")).toBe(WAKE);
  rmSync(folder, { recursive: true });
});

test("a file that cannot be written is said", () => {
  expect(() => currentCsvFile(join(tmpdir(), "no-such-folder", "current.csv"))).toThrow(
    /^the current cannot be written, give another file: .*no-such-folder/,
  );
});

test("a frame on air is a line of its own, and fractions of a millisecond are kept", () => {
  let text = "";
  const board = new ScriptedBoard({}, { radio: "bursts" });
  const csv = new CurrentCsv((chunk) => (text += chunk));
  board.meter.onPiece = (piece) => csv.add(piece);
  board.meter.become("rx", "MQTT");
  board.meter.transmitted(244);
  board.be("rx", "MQTT", 1);
  board.meter.settle();
  csv.end();
  expect(text.split("\n").slice(1, 5)).toEqual([
    "0,280000.000,00010010,MQTT",
    "0.126,280000.000,00010010,MQTT",
    "0.126,112000.000,00010000,MQTT",
    "1,112000.000,00010000,MQTT",
  ]);
});

test("being asked in between makes no rows", () => {
  const rows = (isAsked: boolean): number => {
    let text = "";
    const board = new ScriptedBoard();
    const csv = new CurrentCsv((chunk) => (text += chunk));
    board.meter.onPiece = (piece) => csv.add(piece);
    for (let ms = 0; ms < 100; ms += 1) {
      board.be("boot", "boot", 1);
      if (isAsked) board.meter.settle();
    }
    board.meter.settle();
    csv.end();
    return text.split("\n").length;
  };
  expect(rows(true)).toBe(rows(false));
});

test("a month is written in pieces, and never held as a whole", () => {
  const board = new ScriptedBoard();
  const chunks: number[] = [];
  const csv = new CurrentCsv((text) => chunks.push(text.length));
  board.meter.onPiece = (piece) => csv.add(piece);
  for (let wake = 0; wake < 30 * 288; wake += 1) {
    board.boot();
    board.join();
    board.exchange(2, 5, 25);
    board.sleep(300_000);
  }
  csv.end();
  expect(chunks.length).toBeGreaterThan(40);
  expect(Math.max(...chunks)).toBeLessThan(66_000);
});

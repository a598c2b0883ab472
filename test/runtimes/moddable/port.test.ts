/* The port of Moddable XS over a scripted ECMA-419 socket: what it does and tells, line by line. */
import { runInNewContext } from "node:vm";
import { beforeAll, expect, test } from "vitest";
import { bundleModdable } from "../../../src/toolchain/moddable.ts";
import { asScript, SDK } from "../../support/moddable.ts";

let script = "";
beforeAll(async () => {
  script = `${SDK}\n${await asScript(await bundleModdable("src/runtimes/moddable/port.ts"), "port")}
    const p = port.makePort(undefined);
    port.bindPort(p, (owner, event, detail) => log.push(["told opened", "told received " + detail, "told sent",
      "told closed " + detail, "told wake"][event]), {});
    const frame = (length) => ({ bytes: new Uint8Array(length).fill(7), used: length, view: new Uint8Array(0) });`;
});

/** Programs, and all that then happened: calls of the SDK, and what was told. */
const CASES: [string, string, string[]][] = [
  [
    "tells opened at the first onWritable, sent from the event loop, and closed at an error",
    `port.openPort(p, "10.0.0.1", 1883, false); happen("writable", 1, 9);
     log.push(port.sendFrame(p, frame(2))); happen("timer", 2);
     happen("readable", 1, "0102"); happen("error", 1); log.push(port.sendFrame(p, frame(1)));`,
    [
      "connect 1 10.0.0.1 1883",
      "told opened",
      "write 1 0707",
      "set 2 0",
      "true",
      "told sent",
      "stop 2 ",
    ].concat(["told received 1,2", "close 1 ", "told closed 0", "false"]),
  ],
  [
    "writes what there is credit for, and the rest when there is more",
    `port.openPort(p, "10.0.0.1", 1883, false); happen("writable", 1, 2); port.sendFrame(p, frame(3)); happen("writable", 1, 5);`,
    ["connect 1 10.0.0.1 1883", "told opened", "write 1 0707", "write 1 07", "set 2 0"],
  ],
  [
    "tells nothing of what it closed, not even that a frame was written",
    `port.openPort(p, "10.0.0.1", 1883, false); happen("writable", 1, 9); port.sendFrame(p, frame(1));
     port.closePort(p); happen("timer", 2); happen("writable", 1, 5); happen("error", 1);`,
    ["connect 1 10.0.0.1 1883", "told opened", "write 1 07", "set 2 0", "close 1 ", "stop 2 "],
  ],
  [
    "looks a name up, and is told that it has no address",
    `port.openPort(p, "b.local", 1883, false); happen("resolved", 1, ""); happen("timer", 2);`,
    ["resolve 1 b.local", "set 2 0", "told closed 3", "stop 2 "],
  ],
  [
    "forgets a name whose port was closed, and takes the next one",
    `port.openPort(p, "b.local", 1883, false); port.closePort(p); port.openPort(p, "c.local", 1883, false);
     happen("resolved", 1, "10.0.0.1"); happen("resolved", 2, "10.0.0.2");`,
    ["resolve 1 b.local", "resolve 2 c.local", "connect 3 10.0.0.2 1883"],
  ],
  [
    "is Unreachable when no name can be looked up, which XS throws",
    `SDK.Net.resolve = () => { throw new Error("no network"); };
     port.openPort(p, "b.local", 1883, false); happen("timer", 1);`,
    ["set 1 0", "told closed 2", "stop 1 "],
  ],
  [
    "is Unreachable when it never opened, and Untrusted without a TLS socket",
    `port.openPort(p, "10.0.0.1", 1, false); happen("error", 1); port.openPort(p, "10.0.0.1", 1, true); happen("timer", 2);`,
    ["connect 1 10.0.0.1 1", "close 1 ", "told closed 2", "set 2 0", "told closed 4", "stop 2 "],
  ],
  [
    "wakes once, counts time across the sign of the runtime's clock, and leaves no timer behind",
    `ticks = -5; log.push(port.portNowMs(p)); port.wakeAt(p, 10); port.wakeAt(p, 20); ticks = 20; happen("timer", 1);
     log.push(port.identity(p)); port.endPort(p); port.wakeAt(p, 30);`,
    [
      `${2 ** 30 - 5}`,
      "set 1 15",
      "set 1 25",
      "told wake",
      "stop 1 ",
      "A4CF12000BFF",
      "clear 1 ",
      "set 2 10",
    ],
  ],
];

for (const [title, program, expected] of CASES)
  test(title, () => {
    const log: unknown[] = [];
    const host = (what: string, id: number, detail: string): void => void log.push(`${what} ${id} ${detail}`);
    runInNewContext(`${script}\n${program}`, { log, host });
    expect(log.map(String)).toEqual(expected);
  });

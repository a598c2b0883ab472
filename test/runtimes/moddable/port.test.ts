/* The port of Moddable XS over a scripted ECMA-419 socket: what it does and tells, line by line. */
import { runInNewContext } from "node:vm";
import { beforeAll, expect, test } from "vitest";
import { bundleModdable } from "../../../src/toolchain/moddable.ts";
import { asScript, SDK } from "../../support/moddable.ts";

let script = "";
beforeAll(async () => {
  script = `${SDK}\n${await asScript(await bundleModdable("src/runtimes/moddable/port.ts"), "port")}
    const tells = (name) => (owner, detail) => log.push("told " + name + (detail === undefined ? "" : " " + detail));
    const p = port.makePort({ ca: "", cert: "", key: "" });
    port.bindPort(p, { opened: tells("opened"), received: tells("received"), sent: tells("sent"),
      closed: tells("closed"), wake: tells("wake") }, {});
    const frame = (length) => ({ bytes: new Uint8Array(length).fill(7), used: length });`;
});

/** Programs, and all that then happened: calls of the SDK, and what was told. */
const CASES: [string, string, string[]][] = [
  [
    "tells opened at the first onWritable, sent from the event loop, and closed at an error",
    `port.openPort(p, "10.0.0.1", 1883, false); happen("writable", 1, 9);
     log.push(port.sendFrame(p, frame(2)), port.sendFrame(p, frame(1))); happen("timer", 2);
     happen("readable", 1, "0102"); happen("error", 1); log.push(port.sendFrame(p, frame(1)));`,
    ["connect 1 10.0.0.1 1883", "told opened", "write 1 0707", "set 2 0", "0", "1", "told sent"].concat([
      "told received 1,2",
      "close 1 ",
      "told closed 0",
      "2",
    ]),
  ],
  [
    "writes what there is credit for, and the rest when there is more",
    `port.openPort(p, "10.0.0.1", 1883, false); happen("writable", 1, 2); port.sendFrame(p, frame(3)); happen("writable", 1, 5);`,
    ["connect 1 10.0.0.1 1883", "told opened", "write 1 0707", "write 1 07", "set 2 0"],
  ],
  [
    "writes the rest after closePort, then closes, and tells nothing",
    `port.openPort(p, "10.0.0.1", 1883, false); happen("writable", 1, 2); const f = frame(3); port.sendFrame(p, f);
     port.closePort(p); f.bytes.fill(0); happen("writable", 1, 5); happen("error", 1);`,
    [
      "connect 1 10.0.0.1 1883",
      "told opened",
      "write 1 0707",
      "set 2 2000",
      "write 1 07",
      "clear 2 ",
      "close 1 ",
    ],
  ],
  [
    "looks a name up, and is told that it has no address",
    `port.openPort(p, "b.local", 1883, false); happen("resolved", 1, ""); happen("timer", 2);`,
    ["resolve 1 b.local", "set 2 0", "told closed 3"],
  ],
  [
    "forgets a name whose port was closed",
    `port.openPort(p, "b.local", 1883, false); port.closePort(p); happen("resolved", 1, "10.0.0.1");`,
    ["resolve 1 b.local"],
  ],
  [
    "is Unreachable when it never opened, and Untrusted without a TLS socket",
    `port.openPort(p, "10.0.0.1", 1, false); happen("error", 1); port.openPort(p, "10.0.0.1", 1, true); happen("timer", 2);`,
    ["connect 1 10.0.0.1 1", "close 1 ", "told closed 2", "set 2 0", "told closed 4"],
  ],
  [
    "wakes once, and counts time across the sign of the runtime's clock",
    `ticks = -5; log.push(port.portNowMs(p)); port.wakeAt(p, 10); port.wakeAt(p, 20); happen("timer", 2); log.push(port.identity(p));`,
    [`${2 ** 30 - 5}`, "set 1 15", "clear 1 ", "set 2 25", "told wake", "A4CF12000BFF"],
  ],
];

for (const [title, program, expected] of CASES)
  test(title, () => {
    const log: unknown[] = [];
    const host = (what: string, id: number, detail: string): void => void log.push(`${what} ${id} ${detail}`);
    runInNewContext(`${script}\n${program}`, { log, host });
    expect(log.map(String)).toEqual(expected);
  });

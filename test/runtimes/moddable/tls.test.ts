/* The port of Moddable XS over the stand-in of its TLS socket: room for records, and the program's own options. */
import { runInNewContext } from "node:vm";
import { beforeAll, expect, test } from "vitest";
import { bundleModdable } from "../../../src/toolchain/moddable.ts";
import { SECURE_SDK } from "../../support/moddable-tls.ts";
import { asScript, SDK } from "../../support/moddable.ts";

let script = "";
beforeAll(async () => {
  script = `${SDK}\n${SECURE_SDK}\n${await asScript(await bundleModdable("src/runtimes/moddable/port.ts"), "port")}
    const p = port.makePort(undefined);
    port.bindPort(p, (owner, event, detail) => { if (event === 3) log.push("closed " + detail); }, {});
    const frame = (length) => ({ bytes: new Uint8Array(length).fill(7), used: length, view: new Uint8Array(0) });
    const fire = () => happen("timer", Object.keys(timers)[0]);`;
});

/** What a program made the SDK do. */
function run(program: string): string[] {
  const log: string[] = [];
  const host = (what: string, id: number, detail: string): void => void log.push(`${what} ${id} ${detail}`);
  runInNewContext(`${script}\n${program}`, { log, host });
  return log;
}

test("counts what records add: a frame for which there is no room waits, and none is lost", () => {
  const log = run(`let sent = 0;
    const send = () => { while (sent < 4 && p.frame === undefined) { sent += 1; port.sendFrame(p, frame(50)); fire(); } };
    port.openPort(p, "10.0.0.1", 8883, true); happen("writable", 1, 300); send();
    happen("writable", 1, 300); fire(); send();`);
  const bytes = log.flatMap((line) => /^write 1 (.*)/.exec(line)?.[1] ?? []).join("").length / 2;
  expect(bytes).toBe(200);
});

test("gives a link up that has lost a record, from the event loop", () => {
  const log = run(`port.openPort(p, "10.0.0.1", 8883, true); happen("writable", 1, 300);
    sockets[1].credit = 60; port.sendFrame(p, frame(50)); log.push("-"); fire();`);
  expect(log.slice(log.indexOf("-") + 1)).toEqual(["close 1 ", "closed 1", expect.stringMatching(/^stop /)]);
});

test("opens nothing with certificates of the caller's, of which XS wants another form", () => {
  const log = run(`p.secrets = { ca: "-----BEGIN", cert: "", key: "" };
    port.openPort(p, "10.0.0.1", 8883, true); fire();`);
  expect(log.slice(1, 2)).toEqual(["closed 4"]);
});

test("hands the program's own TLS options on", () => {
  const log = run(`device.network.mqtts.socket.secure = { verify: true, trace: 1 };
    port.openPort(p, "10.0.0.1", 8883, true);`);
  const given = JSON.parse(log[0]?.replace("secure 0 ", "") ?? "") as unknown;
  expect(given).toEqual({ servername: "10.0.0.1", verify: true, trace: 1 });
});

/* The port of Espruino over scripted sockets and a scripted clock, on Node: what it does and tells, line by line. */
import vm from "node:vm";
import { beforeAll, expect, test } from "vitest";
import { Cause } from "../../../src/client/status.ts";
import { buildEspruino } from "../../../src/toolchain/espruino.ts";
import { BUILD_LIMIT_MS } from "../../support/engine-client.ts";

const NAMES = [
  "makePort",
  "bindPort",
  "openPort",
  "sendFrame",
  "closePort",
  "portNowMs",
  "wakeAt",
  "endPort",
];

/** As libs/network/socketserver.c calls handlers: with the socket as their self, and with it behind "drain". */
const BOARD = `
var seconds = 1000, timers = {}, made = 0, refusal, socket, exports = {};
function getTime() { return seconds; }
function setTimeout(call, delayMs, argument) {
  timers[made += 1] = function () { call(argument); };
  log("timer " + delayMs);
  return made;
}
function clearTimeout(timer) { if (!timers[timer]) throw new Error("no timer"); delete timers[timer]; log("clear"); }
function ring() { var all = timers; timers = {}; Object.keys(all).forEach(function (timer) { all[timer](); }); }
function connect(address) {
  log("connect " + JSON.stringify(address));
  if (refusal) throw new Error(refusal);
  socket = { handlers: {}, dSnd: "",
    on: function (event, take) { this.handlers[event] = take; },
    write: function (bytes) { if (this.isEnded) throw new Error("This socket is closed"); this.dSnd += bytes; },
    end: function () { this.isEnded = true; log("end with " + this.dSnd.length + " unsent"); },
    tell: function (event, detail) { this.handlers[event].call(this, event === "drain" ? this : detail); } };
  return socket;
}
function atob(text) { return "der of " + text.trim(); }
`;
const START = `
var port = exports, frame = { text: "abc", limitBytes: 9 }, p = port.makePort(secrets);
port.bindPort(p, function (owner, event, detail) {
  log(["opened", "received " + detail, "sent", "closed " + detail, "wake"][event]);
}, {});`;

let whole = "";
let plain = "";
beforeAll(async () => {
  whole = (await buildEspruino("./src/runtimes/espruino/port.ts", NAMES)).plain;
  plain = (await buildEspruino("./src/runtimes/espruino/port.ts", NAMES, ["no-tls"])).plain;
}, BUILD_LIMIT_MS);

/** What a program made the board do and was told; `modules` are those of the firmware. */
function run(
  program: string,
  modules = ["net", "tls"],
  script = whole,
  secrets: unknown = undefined,
): string[] {
  const log: string[] = [];
  const context = vm.createContext({ log: (line: unknown) => void log.push(String(line)), secrets });
  vm.runInContext(BOARD, context);
  const require = (name: string): unknown => {
    if (!modules.includes(name)) throw new Error(`Module "${name}" not found`);
    return { connect: vm.runInContext("connect", context) as unknown };
  };
  Object.assign(context, { require, E: {} });
  vm.runInContext(`${script}\n${START}\n${program}`, context);
  return log;
}

const OPEN = `port.openPort(p, "b", 1883, false); socket.tell("drain");`;
const CONNECT = 'connect {"host":"b","port":1883}';

test("tells opened at the first drain, what comes, sent at the next, and the end", () => {
  const log = run(`${OPEN} log(port.sendFrame(p, frame)); socket.tell("data", "xy"); socket.tell("drain");
    socket.tell("close", false); log(port.sendFrame(p, frame));`);
  expect(log).toEqual([CONNECT, "opened", "true", "received xy", "sent", `closed ${Cause.Ended}`, "false"]);
});

test("ends a socket without what it could not send, and tells nothing of it any more", () => {
  const log = run(`${OPEN} port.sendFrame(p, frame); port.closePort(p);
    ["data", "drain", "close"].forEach(function (event) { socket.tell(event, "x"); });`);
  expect(log).toEqual([CONNECT, "opened", "end with 0 unsent"]);
});

test("answers a write to a socket that is closed, and not yet told, with false", () => {
  expect(run(`${OPEN} socket.isEnded = true; log(port.sendFrame(p, frame));`).at(-1)).toBe("false");
});

// The error's code, and the cause before and after the connection was open; then `close` follows and tells no more.
const CODES: [string, number | undefined, Cause, Cause][] = [
  ["a close in order", undefined, Cause.Unreachable, Cause.Ended],
  ["a timeout", -3, Cause.Unreachable, Cause.Reset],
  ["an unknown host", -6, Cause.UnknownHost, Cause.UnknownHost],
  ["a reset", -9, Cause.Unreachable, Cause.Reset],
  ["a bad argument", -12, Cause.Unreachable, Cause.Reset],
  ["a failed handshake", -13, Cause.Untrusted, Cause.Untrusted],
  ["a bad certificate", -14, Cause.Untrusted, Cause.Untrusted],
];
for (const [title, code, before, after] of CODES)
  test(`${title} is told once, as ${before} before and ${after} after the connection was open`, () => {
    const end = `${code === undefined ? "" : `socket.tell("error", { code: ${code} });`} socket.tell("close", true);`;
    expect(run(`port.openPort(p, "b", 1883, false); ${end}`).slice(1)).toEqual([`closed ${before}`]);
    expect(run(`${OPEN} ${end}`).slice(2)).toEqual([`closed ${after}`]);
  });

// What connect throws, for a secure connection or not, the firmware's modules, and the cause.
const REFUSALS: [string, boolean, string[], Cause][] = [
  ["Unable to create socket", false, ["net"], Cause.Unreachable],
  ["Unable to locate host", false, ["net"], Cause.UnknownHost],
  ["Not connected to the internet", false, ["net"], Cause.Unreachable],
  ["Unable to create socket", true, ["net", "tls"], Cause.Unreachable],
  ["HTTPS init failed! mbedtls_pk_parse_key: -15616", true, ["net", "tls"], Cause.Untrusted],
  ["nothing, for want of tls", true, ["net"], Cause.Untrusted],
];
for (const [refusal, isSecure, modules, cause] of REFUSALS)
  test(`connect that throws ${refusal} is told as ${cause}, from the event loop`, () => {
    const program = `refusal = "${refusal}"; port.openPort(p, "b", 1883, ${isSecure}); log("-");
      port.wakeAt(p, port.portNowMs(p) + 9000); ring();`;
    const log = run(program, modules);
    // A wait that is set in between does not put it off.
    expect(log.slice(log.indexOf("-") + 1)).toEqual(["timer 9000", `closed ${cause}`, "wake"]);
  });

test("a build for plain TCP opens no secure connection, and says so", () => {
  const log = run(`port.openPort(p, "b", 8883, true); ring();`, ["net", "tls"], plain);
  expect(log).toEqual(["timer 0", `closed ${Cause.Untrusted}`]);
  expect(plain).not.toMatch(/"tls"|atob/);
  expect(whole).toMatch(/"tls"/);
});

test("hands a certificate over as DER, and no authority, which Espruino ignores", () => {
  const pem = (name: string): string => `-----BEGIN ${name}-----\nAAAA\n-----END ${name}-----\n`;
  const secrets = { ca: pem("CERTIFICATE"), cert: pem("CERTIFICATE"), key: pem("PRIVATE KEY") };
  const log = run(`port.openPort(p, "b", 8883, true);`, ["net", "tls"], whole, secrets);
  expect(log).toEqual(['connect {"host":"b","port":8883,"cert":"der of AAAA","key":"der of AAAA"}']);
});

// Seconds by which the clock steps while a wait of two hours runs, and what of it counts.
const STEPS: [number, number][] = [
  [0.25, 250],
  [7200, 7_200_000],
  [7320, 7_320_000],
  [86_400, 0],
  [1_800_000_000, 0],
  [-1, 0],
];
for (const [stepS, countsMs] of STEPS)
  test(`a step of the clock by ${stepS} s counts ${countsMs} ms, and time goes on behind it`, () => {
    const log = run(`port.wakeAt(p, 7200000); seconds += ${stepS}; log(port.portNowMs(p));
      seconds += 1; log(port.portNowMs(p));`);
    expect(log).toEqual(["timer 7200000", String(countsMs), String(countsMs + 1000)]);
  });

test("wakes once, replaces a wait, and leaves none behind", () => {
  const log = run(
    `port.wakeAt(p, 500); port.wakeAt(p, 200); ring(); ring(); port.wakeAt(p, 900); port.endPort(p); ring();`,
  );
  expect(log).toEqual(["timer 500", "clear", "timer 200", "wake", "timer 900", "clear"]);
});

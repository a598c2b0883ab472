/*
 * The real Espruino interpreter, with a stand-in for its net module: a socket whose write is a native function that
 * does nothing. A peer's module is used as Espruino's own MQTT.js is: create, connect, publish.
 */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { OPTIONS, PAYLOAD, TOPIC } from "../../src/toolchain/measure/packet.ts";
import { buildEspruino } from "../../src/toolchain/espruino.ts";
import { SMALL } from "../../src/toolchain/features.ts";
import { cpuSecondsOf } from "./bench.ts";
import type { Engine } from "./bench.ts";

const PACKET = "./scripts/bench/packet.ts";
const PACKET_NAMES = ["makeFrame", "buildPublish"];

const asModule = (name: string, text: string): string =>
  `Modules.addCached(${JSON.stringify(name)}, function () {\n${text}\n});`;

/** Module names are looked for among the cached ones first, built-in or not. */
const NET = `
var socket;
Modules.addCached("net", function () {
  exports.connect = function (address, opened) {
    socket = { told: {}, opened: opened, on: function (name, told) { this.told[name] = told; }, write: isFinite, end: isFinite };
    return socket;
  };
});
var T = ${JSON.stringify(TOPIC)}, P = ${JSON.stringify(PAYLOAD)}, tasks = {};
`;

/** The task of one build of ours: a publish, and the drain that follows it. */
const ours = (module: string, title: string): string => `
(function () {
  var catnap = require("${module}");
  var client = catnap.connect(${JSON.stringify({ host: "broker", ...OPTIONS })});
  var own = socket, drained = socket.told.drain;
  function drain() { drained.call(own, own); }
  drain(); drain();
  socket.told.data.call(own, "\\x20\\x02\\x00\\x00");
  drain();
  tasks[${JSON.stringify(title)}] = function () { catnap.publish(client, T, P, 0, false); drain(); };
})();`;

const packing = (module: string, title: string): string => `
(function () {
  var packet = require("${module}"), frame = packet.makeFrame(128);
  tasks[${JSON.stringify(title)}] = function () { packet.buildPublish(frame, T, P); };
})();`;

/** Some peers open their socket from a timer of two seconds. */
const peer = (title: string): string => `
var client = require("peer").create("broker", { client_id: "peer1" });
socket = undefined;
client.connect();
function peerOpened() {
  if (!socket) return setTimeout(peerOpened, 100);
  socket.opened();
  socket.told.data("\\x20\\x02\\x00\\x00");
  tasks[${JSON.stringify(title)}] = function () { client.publish(T, P); };
  setTimeout(rounds, 100);
}
peerOpened();`;

/** Between two tasks it rests, so that the host reads its CPU time before the next one begins. */
const ROUNDS = `
function once(names) {
  if (names.length === 0) return rounds();
  var name = names.shift(), task = tasks[name];
  print("# begin " + name);
  setTimeout(function () {
    var count = 0, i, end = getTime() + 0.5;
    while (getTime() < end) { for (i = 0; i < 20; i++) task(); count += 20; }
    print("# end " + count);
    setTimeout(once, 300, names);
  }, 300);
}
function rounds() { print("# round"); once(Object.keys(tasks)); }`;

async function script(peerFile: string | undefined): Promise<string> {
  const built = await buildEspruino();
  const small = await buildEspruino(undefined, undefined, [SMALL]);
  const packet = await buildEspruino(PACKET, PACKET_NAMES);
  const peerText = peerFile === undefined ? "" : readFileSync(peerFile, "utf8");
  return [
    NET,
    asModule("plain", built.plain),
    asModule("minified", built.minified),
    asModule("small", small.minified),
    asModule("packet", packet.plain),
    peerFile === undefined ? "" : asModule("peer", peerText),
    ROUNDS,
    ours("plain", "publish, plain"),
    ours("minified", "publish, minified"),
    ours("small", "publish, small, minified"),
    packing("packet", "building a PUBLISH, plain"),
    peerFile === undefined ? "setTimeout(rounds, 100);" : peer(PEER),
  ].join("\n");
}

const PEER = "publish of PEER_MQTT, plain";

/** Rates of one round, read from what the interpreter prints. */
async function readRound(lines: AsyncIterator<string>, pid: number): Promise<Record<string, number>> {
  const rates: Record<string, number> = {};
  let task = "";
  let beginS = 0;
  for (;;) {
    const { done, value } = await lines.next();
    if (done === true)
      throw new Error("Espruino ended in the middle of a round: is there memory for all modules?");
    const [, word, rest = ""] = /# (\w+) ?(.*)$/.exec(value) ?? [];
    if (word === "round" && task !== "") return rates;
    if (word === "begin") {
      task = rest;
      beginS = cpuSecondsOf(pid) as number;
    }
    if (word === "end") rates[task] = Number(rest) / ((cpuSecondsOf(pid) as number) - beginS);
  }
}

/** The peer first, when there is one: it is what the others are multiples of. */
function peerFirst(rates: Record<string, number>): Record<string, number> {
  return rates[PEER] === undefined ? rates : { [PEER]: rates[PEER], ...rates };
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  const ended = once(child, "close");
  if (child.exitCode === null && child.kill("SIGKILL")) await ended;
  rmSync(folder, { recursive: true });
}

/** Undefined where the CPU time of another process cannot be read. */
export async function espruinoEngine(
  program: string,
  peerFile: string | undefined,
): Promise<Engine | undefined> {
  const folder = mkdtempSync(join(tmpdir(), "catnap-bench-"));
  writeFileSync(join(folder, "script.js"), await script(peerFile));
  const child = spawn(program, ["script.js"], { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
  const pid = child.pid as number;
  if (cpuSecondsOf(pid) === undefined) {
    await stop(child, folder);
    return undefined;
  }
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    name: "Espruino",
    round: async () => peerFirst(await readRound(lines, pid)),
    stop: () => stop(child, folder),
  };
}

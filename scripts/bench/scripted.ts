/*
 * The engines that a script can be put into: Node, wasmoon's Lua and the xsnap worker. Their boards are those of the
 * measurements: a socket that takes everything and keeps nothing.
 */
import vm from "node:vm";
import { CONNECT, LOAD, startLua } from "../../src/toolchain/measure/lua.ts";
import { PAYLOAD, TOPIC } from "../../src/toolchain/measure/packet.ts";
import { asScript, BOARD, startXs } from "../../src/toolchain/measure/xs.ts";
import { bundleModdable } from "../../src/toolchain/moddable.ts";
import { buildLua } from "../../src/toolchain/nodemcu.ts";
import { cpuSeconds, cpuSecondsOf, rateOf } from "./bench.ts";
import type { Engine } from "./bench.ts";

const PACKET = "scripts/bench/packet.ts";
const TASKS = { "building a PUBLISH": "pack", "publish, written to the socket": "go" };

/** `pack(count)` beside the board's `go(count, qos)`. */
const PACK_JS = `
globalThis.frame = packet.makeFrame(128);
globalThis.pack = (count) => {
  for (let at = 0; at < count; at += 1) packet.buildPublish(frame, ${JSON.stringify(TOPIC)}, payload);
};`;

const PACK_LUA = `
local frame = packet.makeFrame(128)
function pack(count)
  for _ = 1, count do packet.buildPublish(frame, "${TOPIC}", "${PAYLOAD}") end
end`;

async function roundOf(
  run: (call: string) => unknown,
  readCpuS: () => number,
): Promise<Record<string, number>> {
  const rates: Record<string, number> = {};
  for (const [task, name] of Object.entries(TASKS))
    rates[task] = await rateOf((count) => run(`${name}(${count}, 0)`), readCpuS);
  return rates;
}

/** Node has no board: it runs the build for Moddable, on Moddable's. */
export async function nodeEngine(): Promise<Engine> {
  const context = vm.createContext({ TextEncoder, TextDecoder });
  const run = (script: string): unknown => vm.runInContext(script, context);
  run(BOARD);
  run(await asScript(await bundleModdable(), "catnap"));
  run(await asScript(await bundleModdable(PACKET), "packet"));
  run(`${PACK_JS} begin();`);
  return { name: "Node, with the build for Moddable", round: () => roundOf(run, cpuSeconds), stop: () => {} };
}

export async function luaEngine(): Promise<Engine> {
  const { lua } = await startLua(Buffer.from(buildLua()));
  const run = (program: string): unknown => lua.doStringSync(program);
  run(`packet = (function() ${buildLua(PACKET)} end)()`);
  run(`${LOAD} ${CONNECT} ${PACK_LUA}`);
  return {
    name: "Lua 5.1 (wasmoon)",
    round: () => roundOf(run, cpuSeconds),
    stop: () => lua.global.close(),
  };
}

/** Undefined where the CPU time of another process cannot be read. */
export async function xsEngine(worker: string): Promise<Engine | undefined> {
  const xs = await startXs(worker, await bundleModdable());
  const { pid } = xs;
  if (cpuSecondsOf(pid) === undefined) {
    await xs.stop();
    return undefined;
  }
  await xs.evaluate(await asScript(await bundleModdable(PACKET), "packet"));
  await xs.evaluate(`${PACK_JS} begin();`);
  const run = (script: string): Promise<unknown> => xs.evaluate(script);
  return {
    name: "XS (xsnap)",
    round: () => roundOf(run, () => cpuSecondsOf(pid) as number),
    stop: () => xs.stop(),
  };
}

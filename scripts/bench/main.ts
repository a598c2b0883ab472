/*
 * npm run bench: how fast a PUBLISH is built, and a whole publish is done through the outbox, on every engine that
 * is here; and how fast a whole station lives in virtual time. ESPRUINO names an interpreter, PEER_MQTT the file of another client's module to measure beside it.
 */
import { findXs } from "../../src/simulator/engines/xs.ts";
import { findEspruino } from "../../test/support/espruino.ts";
import { compare } from "./bench.ts";
import type { Engine } from "./bench.ts";
import { espruinoEngine } from "./espruino.ts";
import { luaEngine, nodeEngine, xsEngine } from "./scripted.ts";
import { worldLines } from "./world.ts";

async function print(engine: Engine | undefined, reason: string): Promise<void> {
  console.log(engine === undefined ? `not run: ${reason}` : await compare(engine));
}

console.log(
  "How often in a CPU second, as a multiple of each engine's first line; the median of 5 rounds.\n",
);
await print(await nodeEngine(), "");
await print(await luaEngine(), "");
const worker = findXs();
if (worker === undefined) console.log("not run: xsnap worker not built");
else await print(await xsEngine(worker), "the CPU time of another process cannot be read here");
const espruino = findEspruino();
const peer = process.env["PEER_MQTT"];
if (espruino === undefined) console.log("not run: ESPRUINO names no interpreter");
else await print(await espruinoEngine(espruino, peer), "the CPU time of another process cannot be read here");
if (peer === undefined) console.log("not run: PEER_MQTT names no module of another client");
console.log(["", ...(await worldLines())].join("\n"));

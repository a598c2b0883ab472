/*
 * What a station for NodeMCU holds while it works: its bytecode runs in virtual time, through samples and sends, in real
 * Lua 5.1 with 32-bit pointers.
 * Not here: the library, which has a stand-in for a board (lua.ts); what lies about until it is collected.
 */
import type { Outside } from "../../simulator/engines/engine.ts";
import { GuestEngine } from "../../simulator/engines/guest.ts";
import type { Kind } from "../../simulator/engines/guest.ts";
import { makeWorld } from "../../simulator/virtual/world-parts.ts";
import { isDeepSleeper } from "../../station/availability.ts";
import type { Station } from "../../station/station.ts";
import { luaLiteral } from "./lua.ts";

const HELD = 'collectgarbage() collectgarbage() return collectgarbage("count") * 1024';
/** Under the name of a file, which is short; its text is there before, as if in flash. */
const LOADER = 'assert(loadstring(chunk, "@station.lua"))()';

/** Real Lua that tells after each event how much it holds beyond the simulator's board and the chunk. */
async function watchedKind(bytecode: Uint8Array, onHeld: (bytes: number) => void): Promise<Kind> {
  const { Lua, LuaApi } = await import("wasmoon-lua5.1");
  const { LuaGuest } = await import("../../simulator/engines/lua.ts");
  const api = await LuaApi.initialize();
  return {
    name: "Lua 5.1",
    encoding: "hex",
    begin(answer) {
      const lua = new Lua(api, { openStandardLibs: true, traceAllocations: true });
      const guest = new LuaGuest(lua, answer);
      lua.doStringSync(`chunk = ${luaLiteral(bytecode)}`);
      const before = Number(lua.doStringSync(HELD));
      return {
        add: (name, text) => guest.add(name, text),
        load: (text) => guest.load(text),
        hear(message) {
          const said = guest.hear(message);
          onHeld(Number(lua.doStringSync(HELD)) - before);
          return said;
        },
        end: () => guest.end(),
      };
    },
  };
}

/** Long enough for everything that the station does by itself. */
function onceMs({ feeds, send }: Station): number {
  return 1000 * Math.max(send?.everyS ?? 0, ...feeds.map(({ everyS }) => everyS)) + 60_000;
}

/**
 * The most that the station holds between two events, until it has sampled and sent everything once.
 *
 * @param bytecode  stripped, of a 32-bit board
 * @throws          Error when it delivers nothing: then it has not worked
 */
export async function stationHeldBytes(station: Station, bytecode: Uint8Array): Promise<number> {
  let most = 0;
  const kind = await watchedKind(bytecode, (bytes) => (most = Math.max(most, bytes)));
  const program = {
    artefact: { text: LOADER, program: "" },
    engine: (outside: Outside) => new GuestEngine(kind, outside),
  };
  const parts = makeWorld({ station, program, seed: 7, isJoining: isDeepSleeper(station) });
  let delivered = 0;
  parts.broker.onPublish = () => (delivered += 1);
  parts.board.powerOn();
  parts.world.runTo(onceMs(station));
  parts.board.cutPower();
  if (delivered === 0 || parts.board.faultCount > 0)
    throw new Error(`${station.name} delivered ${delivered} messages, with ${parts.board.faultCount} faults`);
  return most;
}

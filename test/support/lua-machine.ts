/*
 * The library for NodeMCU as a machine for engine-client.ts: real Lua 5.1, on the board of nodemcu.ts.
 */
import { LIBRARY_ABSENCES, SMALL } from "../../src/toolchain/features.ts";
import type { Engine } from "./engine-client.ts";
import { luaLibrary } from "./builds.ts";
import { Board } from "./nodemcu.ts";

/** What Lua writes as it is; each other byte is an escape of three digits. */
const PLAIN = /[^ !#-[\]-~]/g;

function luaText(value: string): string {
  const bytes = Buffer.from(value).toString("latin1");
  return `"${bytes.replace(PLAIN, (char) => `\\${char.charCodeAt(0).toString().padStart(3, "0")}`)}"`;
}

function lua(conditions: string[]): Engine {
  return {
    name: "Lua 5.1",
    assigns: "=",
    text: luaText,
    isSmall: conditions.includes(SMALL),
    build: () => luaLibrary([...LIBRARY_ABSENCES, ...conditions]),
    start: async () => {
      const board = await Board.start(conditions);
      board.run(`function answer(value) note("answer " .. value) end`);
      return board;
    },
  };
}

export const LUA = lua([]);
export const SMALL_LUA = lua([SMALL]);

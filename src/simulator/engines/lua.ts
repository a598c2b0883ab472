/*
 * Real Lua 5.1 as NodeMCU, in WebAssembly (wasmoon): 32-bit pointers and doubles, as close to the firmware as a
 * computer comes. Texts and bytes cross as hexadecimal digits, because wasmoon takes strings for UTF-8.
 */
import { Lua, LuaApi } from "wasmoon-lua5.1";
import type { Guest, Kind } from "./guest.ts";
import { preludeText } from "./prelude.ts";
import { wordOf } from "./wire.ts";

export class LuaGuest implements Guest {
  constructor(
    readonly lua: Lua,
    answer: (question: string) => string,
  ) {
    lua.global.set("ask", answer);
    lua.doStringSync(preludeText("board.lua", "nodemcu.lua"));
    lua.doStringSync("hear, addModule, loadArtefact = board.hear, board.add, board.load");
  }

  add(name: string, text: string): void {
    this.lua.global.call("addModule", name, wordOf(text, "hex"));
  }

  load(text: string): void {
    this.lua.global.call("loadArtefact", wordOf(text, "hex"));
  }

  hear(lines: string): string {
    return String(this.lua.global.call("hear", lines)[0]);
  }

  end(): void {
    this.lua.global.close();
  }
}

/** WebAssembly cannot be loaded without waiting, so this waits, once; the engines that it answers never do. */
export async function luaKind(): Promise<Kind> {
  const api = await LuaApi.initialize();
  const options = { openStandardLibs: true, traceAllocations: true };
  return { name: "Lua 5.1", encoding: "hex", begin: (answer) => new LuaGuest(new Lua(api, options), answer) };
}

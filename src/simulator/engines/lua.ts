/*
 * Real Lua 5.1 as NodeMCU, in WebAssembly (wasmoon): 32-bit pointers and doubles, as close to the firmware as a
 * computer comes. Texts and bytes cross as hexadecimal digits, because wasmoon takes strings for UTF-8.
 */
import { Lua, LuaApi } from "wasmoon-lua5.1";
import type { Guest, Kind } from "./guest.ts";
import { preludeText } from "./prelude.ts";
import { wordOf } from "./wire.ts";

/** An error that comes out of Lua has lost its text in wasmoon. */
const ANSWERING = `function callBoard(verb, ...)
  local isDone, answer = pcall(board[verb], ...)
  return isDone and "." .. (answer or "") or "!" .. tostring(answer)
end`;

export class LuaGuest implements Guest {
  constructor(
    readonly lua: Lua,
    answer: (question: string) => string,
  ) {
    lua.global.set("ask", answer);
    lua.doStringSync(preludeText("nodemcu"));
    lua.doStringSync(ANSWERING);
  }

  add(name: string, text: string): void {
    this.call("add", name, wordOf(text, "hex"));
  }

  load(text: string): void {
    this.call("load", wordOf(text, "hex"));
  }

  hear(lines: string): string {
    return this.call("hear", lines);
  }

  private call(verb: string, ...words: string[]): string {
    const answer = String(this.lua.global.call("callBoard", verb, ...words)[0]);
    if (answer.startsWith("!")) throw new Error(`Lua: ${answer.slice(1)}`);
    return answer.slice(1);
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

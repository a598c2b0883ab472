/*
 * More Lua than the simulator has: 5.3 with 32-bit integers in JavaScript (fengari), and the lua5.1 and lua5.3 of
 * this computer where they are installed.
 */
import { spawnSync } from "node:child_process";
import type { StdioOptions } from "node:child_process";
import { lauxlib, lua, lualib, to_jsstring, to_luastring } from "fengari";
import type { Guest, Kind } from "../../src/simulator/engines/guest.ts";
import { LoopGuest } from "../../src/simulator/engines/loop-guest.ts";
import { preludePart, preludeText } from "../../src/simulator/engines/prelude.ts";
import { wordOf } from "../../src/simulator/engines/wire.ts";
import { notRun } from "./not-run.ts";

type Answer = (question: string) => string;

/** Some hundred times slower than the others. */
class FengariGuest implements Guest {
  private readonly state: unknown = lauxlib.luaL_newstate();

  constructor(answer: Answer) {
    lualib.luaL_openlibs(this.state);
    lua.lua_pushcfunction(this.state, (inside: unknown) => {
      const question = to_jsstring(lauxlib.luaL_checkstring(inside, 1));
      lua.lua_pushstring(inside, to_luastring(answer(question)));
      return 1;
    });
    lua.lua_setglobal(this.state, to_luastring("ask"));
    this.check(lauxlib.luaL_dostring(this.state, to_luastring(preludeText("nodemcu"))));
  }

  private check(status: number): void {
    if (status !== 0) throw new Error(`fengari: ${to_jsstring(lua.lua_tostring(this.state, -1))}`);
  }

  private call(name: string, ...words: string[]): string {
    lua.lua_getglobal(this.state, to_luastring("board"));
    lua.lua_getfield(this.state, -1, to_luastring(name));
    for (const word of words) lua.lua_pushstring(this.state, to_luastring(word));
    this.check(lua.lua_pcall(this.state, words.length, 1, 0));
    const answer = lua.lua_isnil(this.state, -1) ? "" : to_jsstring(lua.lua_tostring(this.state, -1));
    lua.lua_settop(this.state, 0);
    return answer;
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

  end(): void {}
}

export const FENGARI: Kind = {
  name: "Lua 5.3, 32-bit integers (fengari)",
  encoding: "hex",
  begin: (answer) => new FengariGuest(answer),
};

function installedKind(command: string): Kind {
  const program = {
    command,
    args: ["board.lua"],
    files: { "board.lua": `${preludeText("nodemcu")}\n${preludePart("lua-loop.lua")}` },
    stdio: (input: number, output: number): StdioOptions => [input, output, "inherit"],
  };
  return { name: command, encoding: "hex", begin: (answer) => new LoopGuest(program, "hex", answer) };
}

/** The Lua of this computer; says which is not there. */
export function installedLua(): Kind[] {
  return ["lua5.1", "lua5.3"].flatMap((command) => {
    if (spawnSync(command, ["-v"]).status === 0) return [installedKind(command)];
    notRun(`${command} not installed`);
    return [];
  });
}

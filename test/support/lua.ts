/*
 * Real Lua: 5.1 in WebAssembly (wasmoon), 5.3 with 32-bit integers in JavaScript (fengari), and the lua5.1 and
 * lua5.3 of this computer where they are installed. Each runs a program and answers what it printed.
 */
import { spawnSync } from "node:child_process";
import { lauxlib, lua as fengariLua, lualib, to_jsstring, to_luastring } from "fengari";
import { Lua } from "wasmoon-lua5.1";
import { buildLua } from "../../src/toolchain/nodemcu.ts";
import { notRun } from "./not-run.ts";

export interface LuaEngine {
  name: string;
  /** Some hundred times slower than the others: a sample must do. */
  isSlow?: boolean;
  run: (program: string) => Promise<string>;
}

async function runWasmoon(program: string): Promise<string> {
  const lua = await Lua.create();
  const lines: string[] = [];
  lua.ctx["print"] = (line: unknown) => lines.push(String(line));
  try {
    lua.doStringSync(program);
  } finally {
    lua.global.close();
  }
  return lines.join("\n");
}

async function runFengari(program: string): Promise<string> {
  const state = lauxlib.luaL_newstate();
  lualib.luaL_openlibs(state);
  const lines: string[] = [];
  fengariLua.lua_pushcfunction(state, (inside: unknown) => {
    lines.push(to_jsstring(lauxlib.luaL_checkstring(inside, 1)));
    return 0;
  });
  fengariLua.lua_setglobal(state, to_luastring("print"));
  if (lauxlib.luaL_dostring(state, to_luastring(program)) !== 0)
    throw new Error(to_jsstring(fengariLua.lua_tostring(state, -1)));
  return lines.join("\n");
}

function runInstalled(command: string, program: string): string {
  const done = spawnSync(command, ["-"], { input: program, encoding: "utf8", maxBuffer: 2 ** 28 });
  if (done.status !== 0) throw new Error(`${command}: ${done.stderr}`);
  return done.stdout.trimEnd();
}

function isInstalled(command: string): boolean {
  return spawnSync(command, ["-v"]).status === 0;
}

/** Every Lua that is here; says which are not. */
export function luaEngines(): LuaEngine[] {
  const engines: LuaEngine[] = [
    { name: "Lua 5.1 (wasmoon)", run: runWasmoon },
    { name: "Lua 5.3, 32-bit integers (fengari)", isSlow: true, run: runFengari },
  ];
  for (const command of ["lua5.1", "lua5.3"]) {
    if (isInstalled(command))
      engines.push({ name: command, run: async (program) => runInstalled(command, program) });
    else notRun(`${command} not installed`);
  }
  return engines;
}

/** A program that has the probe of test/probe as `probes`, then does what the lines say. */
export function withProbe(lines: string): string {
  probeText ??= buildLua("test/probe/main.ts");
  return `local probes = (function()\n${probeText}end)()\n${lines}`;
}

let probeText: string | undefined;

/** Run scripts through one function of the probe, and answer what each of them printed. */
export async function runProbe(engine: LuaEngine, name: string, scripts: string[]): Promise<string[]> {
  const calls = scripts.map((script) => `print(probes.${name}("${script}") .. "\\n.")`);
  const printed = await engine.run(withProbe(calls.join("\n")));
  return printed
    .split("\n.")
    .slice(0, scripts.length)
    .map((text) => text.replace(/^\n/, ""));
}

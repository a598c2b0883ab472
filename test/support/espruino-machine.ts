/*
 * The library for Espruino as a machine for engine-client.ts: the real interpreter, minified as it is shipped. Programs
 * reach it over a connection of their own: what comes in quick succession on its console, the Linux build mixes up.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LIBRARY_ABSENCES, SMALL } from "../../src/toolchain/features.ts";
import { listening } from "./brokers.ts";
import { espruinoLibrary } from "./builds.ts";
import { JS_HANDLERS } from "./engine-client.ts";
import type { Engine, Machine } from "./engine-client.ts";

/** No test here takes a tenth of it, but an interpreter must not outlive the test run. */
const LIMIT_MS = 60_000;

/** Runs on interpreters with and without Unicode strings. Lines of the host are run from the top of the event loop. */
const PRELUDE = `
function note(text) { print("# " + text); }
function utf8(base64) { var bytes = atob(base64); return E.isUTF8("\\u20ac") ? E.asUTF8(bytes) : bytes; }
function hexOf(text) {
  var bytes = E.isUTF8(text) ? E.fromUTF8(text) : text, hex = "";
  for (var at = 0; at < bytes.length; at++) hex += (256 + bytes.charCodeAt(at)).toString(16).substr(1);
  return hex;
}
${JS_HANDLERS}
var catnap = require("catnap"), mqtt, unread = "";
require("net").connect({ host: "127.0.0.1", port: HOST_PORT }, function () {}).on("data", function (text) {
  var lines = (unread + text).split("\\n");
  unread = lines.pop();
  lines.forEach(function (line) { setTimeout(line, 0); });
});
`;

/** Its memory grows when it is full only: TLS, which wants 17 KB in one piece, and twice, does not make it grow. */
const GROWN = `(function () { var all = "x"; while (all.length < 200000) all += all; })();`;

const scripts = new Map<string, Promise<string>>();

function scriptText(conditions: string[]): Promise<string> {
  const key = conditions.join();
  const script = scripts.get(key) ?? makeScript(conditions);
  scripts.set(key, script);
  return script;
}

async function makeScript(conditions: string[]): Promise<string> {
  const { minified } = await espruinoLibrary(undefined, [...LIBRARY_ABSENCES, ...conditions]);
  return `${GROWN}\nModules.addCached("catnap", function () {\n${minified}\n});\n${PRELUDE}`;
}

/** Adds to the log what the interpreter prints behind "# ", and its errors. */
function readLines(log: string[], output: NodeJS.ReadableStream): void {
  let left = "";
  output.setEncoding("utf8");
  output.on("data", (chunk: string) => {
    const lines = (left + chunk).split(/\r?\n/);
    left = lines.pop() as string;
    // Between a prompt and what is printed stand the console's own control codes.
    for (const line of lines) {
      const [, noted, failed] =
        /(?:# (.*)|((?:Uncaught|OUT OF MEMORY|New interpreter error).*))$/.exec(line) ?? [];
      if (noted !== undefined || failed !== undefined) log.push((noted ?? failed) as string);
    }
  });
}

async function startInterpreter(program: string, text: string): Promise<Machine> {
  const folder = mkdtempSync(join(tmpdir(), "catnap-espruino-"));
  const server = net.createServer();
  const port = await listening(server);
  writeFileSync(join(folder, "script.js"), text.replace("HOST_PORT", String(port)));
  const log: string[] = [];
  const child = spawn(program, ["script.js"], { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
  const timer = setTimeout(() => child.kill("SIGKILL"), LIMIT_MS);
  const ended = once(child, "close").then(() => {
    clearTimeout(timer);
    server.close();
    rmSync(folder, { recursive: true });
  });
  readLines(log, child.stdout);
  const failed = ended.then(() => {
    throw new Error(`${program} ended before it was ready: ${log.join("; ")}`);
  });
  const [host] = (await Promise.race([once(server, "connection"), failed])) as [net.Socket];
  host.on("error", () => {});
  failed.catch(() => {});
  return {
    log,
    run: (line) => host.write(`${line}\n`),
    stop: () => {
      child.kill("SIGKILL");
      return ended;
    },
  };
}

/**
 * @param program     the interpreter's path
 * @param conditions  of package.json's imports, for the library
 */
export function espruino(program: string, conditions: string[] = []): Engine {
  return {
    name: "Espruino",
    assigns: ":",
    text: (value) => `utf8("${Buffer.from(value).toString("base64")}")`,
    isSmall: conditions.includes(SMALL),
    build: () => scriptText(conditions),
    start: async () => startInterpreter(program, await scriptText(conditions)),
  };
}

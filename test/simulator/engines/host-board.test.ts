/*
 * The library as it is shipped, in every engine that is present, over this computer's TCP with a real broker.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { HostBoard } from "../../../src/simulator/engines/host-board.ts";
import { Cause } from "../../../src/client/status.ts";
import { freePort, startAedes } from "../../support/brokers.ts";
import type { Broker } from "../../support/brokers.ts";
import { loadedEngines } from "../../support/engines.ts";
import type { Language } from "../../support/engines.ts";

const DEADLINE = { timeout: 15_000, interval: 5 };
const TIMEOUT_MS = 40_000;

const HANDLERS = {
  onConnect: "present",
  onAck: "number",
  onSubscribed: "filter, granted",
  onClose: "reason, code",
};

/** A client's options with handlers that print, in both languages. */
function connectText(language: Language, port: number): string {
  const isLua = language === "nodemcu";
  const [is, print] = isLua ? [" =", "print"] : [":", "console.log"];
  const handlers = Object.entries(HANDLERS).map(([name, parameters]) => {
    const last = parameters.split(", ").at(-1) as string;
    const body = `${print}("${name} " ${isLua ? ".. tostring" : "+ "}(${last}))`;
    return `${name}${is} ${isLua ? `function(${parameters}) ${body} end` : `function (${parameters}) { ${body}; }`}`;
  });
  const options = [`host${is} "127.0.0.1"`, `port${is} ${port}`, `retryFirstS${is} 60`, ...handlers];
  return `${isLua ? "" : "globalThis."}mqtt = catnap.connect({ ${options.join(", ")} })`;
}

let broker: Broker;
beforeAll(async () => {
  broker = await startAedes();
});
afterAll(() => broker.stop());

const languages: Language[] = ["node", "espruino", "moddable", "nodemcu"];
const engines = (
  await Promise.all(
    languages.map(async (language) =>
      (await loadedEngines(language, "answer")).map((loaded) => ({ ...loaded, language })),
    ),
  )
).flat();

describe.each(engines)("$title", ({ kind, artefact, language }) => {
  let board: HostBoard;
  afterEach(() => void board.stop());

  function start(port: number): void {
    board = new HostBoard(kind);
    board.start(artefact);
    board.type(connectText(language, port));
  }
  const told = (line: string): Promise<void> => expect.poll(() => board.log, DEADLINE).toContain(line);

  test("subscribes, publishes and is acknowledged, and leaves", { timeout: TIMEOUT_MS }, async () => {
    start(broker.port);
    await told("onConnect false");
    board.type('catnap.subscribe(mqtt, "a/b", 1)');
    await told("onSubscribed 1");
    board.type('catnap.publish(mqtt, "a/b", "hello", 1, false)');
    await told("onAck 1");
    board.type("catnap.disconnect(mqtt)");
    await told(`onClose 0`);
  });

  test("is told that nobody listens", { timeout: TIMEOUT_MS }, async () => {
    start(await freePort());
    await told(`onClose ${Cause.Unreachable}`);
  });
});

/*
 * The library in its engines over TLS, against brokers that speak nothing else. Espruino has a TLS of its own; behind
 * the sockets of Moddable and NodeMCU stands the host's.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { findMosquitto, startAedes, startMosquitto } from "../support/brokers.ts";
import type { StartBroker } from "../support/brokers.ts";
import { makeCertificate } from "../support/certificates.ts";
import type { Certificate } from "../support/certificates.ts";
import { BUILD_LIMIT_MS, messageLine, until, utf8Hex } from "../support/engine-client.ts";
import type { Engine } from "../support/engine-client.ts";
import { espruino } from "../support/espruino-machine.ts";
import { findEspruino, runEspruino } from "../support/espruino.ts";
import { LUA_TLS } from "../support/nodemcu-tls.ts";
import { notRun } from "../support/not-run.ts";
import { xs } from "../support/xs-machine.ts";
import { findXs } from "../support/xs.ts";
import { Setting } from "./setting.ts";

const NO_SECRETS = { ca: "", cert: "", key: "" };

async function hasTls(program: string): Promise<boolean> {
  const script = `try { print("# " + typeof require("tls").connect); } catch (e) { print("# none"); } quit();`;
  return (await runEspruino(program, script, 5000)).includes("function");
}

/** Those that are here and have TLS; says which are not. */
async function secureEngines(): Promise<Engine[]> {
  const engines = [LUA_TLS];
  const worker = findXs();
  if (worker === undefined) notRun("xsnap worker not built (TLS)");
  else engines.push(xs(worker));
  const program = findEspruino();
  if (program === undefined) notRun("espruino not installed (TLS)");
  else if (await hasTls(program)) engines.push(espruino(program));
  else notRun("this espruino was built without TLS");
  return engines;
}

/** What is tried with each engine. */
async function talk(setting: Setting, secure: Certificate): Promise<void> {
  const { engine, name, port } = setting;
  const peer = await setting.peer(`${name}/out`, { protocol: "mqtts", ca: secure.cert });
  // Only here does the library hand an authority on; the others have theirs from elsewhere, or none.
  const secrets = engine === LUA_TLS ? { ...NO_SECRETS, ca: secure.cert } : NO_SECRETS;
  const client = await setting.client({ port, isSecure: true, secrets });
  await client.subscribe(`${name}/in`, 1);
  const payloads = ["one", "x".repeat(200), "grün"];
  for (const payload of payloads) await client.told(`ack ${await client.publish(`${name}/out`, payload, 1)}`);
  await until(() => expect(peer.log).toEqual(payloads.map((payload) => `${name}/out q1 ${payload}`)));
  await peer.mqtt.publishAsync(`${name}/in`, "käse", { qos: 1 });
  await client.told(messageLine(`${name}/in`, 1, "käse"));
  const large = "y".repeat(2000);
  await peer.mqtt.publishAsync(`${name}/in`, large, { qos: 1 });
  const got = (): string => client.log.flatMap((line) => /\+\d+\/2000 (.*)/.exec(line)?.[1] ?? []).join("");
  await until(() => expect(got()).toBe(utf8Hex(large)));
  await client.disconnect();
  await until(() => expect(client.log.some((line) => line.startsWith("close "))).toBe(true));
}

function against(brokerName: string, engine: Engine, start: StartBroker, secure: Certificate): void {
  test(`${engine.name} publishes to ${brokerName}, receives from it, and parts`, async () => {
    const broker = await start({ secure });
    const setting = new Setting(engine, start, 0, broker.port, `tls${engine.name.split(" ")[0]}`);
    try {
      await setting.run((one) => talk(one, secure));
    } finally {
      await broker.stop();
    }
  });
}

const here = makeCertificate("here", "IP:127.0.0.1,DNS:localhost", "rsa");

if (here === undefined) notRun("openssl not installed (TLS)");
else {
  const engines = await secureEngines();
  const mosquitto = findMosquitto();
  if (mosquitto === undefined) notRun("mosquitto not installed (TLS)");
  describe.concurrent("over TLS", () => {
    beforeAll(() => Promise.all(engines.map((engine) => engine.build())), BUILD_LIMIT_MS);
    for (const engine of engines) {
      against("aedes", engine, startAedes, here);
      if (mosquitto !== undefined)
        against("Mosquitto", engine, (options) => startMosquitto(mosquitto, options), here);
    }
  });
}

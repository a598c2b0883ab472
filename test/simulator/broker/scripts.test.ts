/*
 * The same conversations with the simulated broker, with aedes and with Mosquitto: as far as a client can see, they are
 * the same, but for the quirks that their presets name.
 */
import { describe, test } from "vitest";
import { PRESETS } from "../../../src/simulator/broker/presets.ts";
import type { PresetName } from "../../../src/simulator/broker/presets.ts";
import { findMosquitto, startAedes, startMosquitto } from "../../support/brokers.ts";
import type { StartBroker } from "../../support/brokers.ts";
import { notRun } from "../../support/not-run.ts";
import { dialSim, dialTcp, play } from "../../support/script-player.ts";
import type { Script } from "../../support/script.ts";
import { setting } from "../../support/sim-client.ts";
import { MESSAGES } from "./scripts/messages.ts";
import { REFUSALS } from "./scripts/refusals.ts";
import { SESSIONS } from "./scripts/sessions.ts";

const SCRIPTS = [...SESSIONS, ...MESSAGES, ...REFUSALS];

function simulated(name: PresetName): void {
  describe(`the simulated broker as ${name}`, () => {
    for (const script of SCRIPTS)
      test(script.name, async () => {
        const { broker } = setting(PRESETS[name]);
        if (script.login !== undefined) broker.users.set(script.login.userName, script.login.password);
        await play(script, () => dialSim(broker), PRESETS[name], 0);
      });
  });
}

function real(name: PresetName, start: StartBroker): void {
  describe(`${name} itself`, () => {
    for (const script of SCRIPTS) playReal(script, name, start);
  });
}

function playReal(script: Script, name: PresetName, start: StartBroker): void {
  const unlike = script.unlike?.[name];
  // A deviation that goes away fails too: then the script holds for this broker as well.
  const declare = unlike === undefined ? test : test.fails;
  declare(`${script.name}${unlike === undefined ? "" : `; but ${name} ${unlike}`}`, async () => {
    const broker = await start(script.login === undefined ? {} : { login: script.login });
    try {
      await play(script, () => dialTcp(broker.port), PRESETS[name], unlike === undefined ? 3000 : 300);
    } finally {
      await broker.stop();
    }
  });
}

simulated("mosquitto");
simulated("aedes");
real("aedes", startAedes);
const path = findMosquitto();
if (path === undefined) notRun("mosquitto not installed");
else real("mosquitto", (options) => startMosquitto(path, options));

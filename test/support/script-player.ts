/*
 * Plays scripts of test/simulator/broker/scripts: against the simulated broker at once, against a real one over TCP,
 * where every expected line is waited for, and a PINGREQ at the end brings out what nobody expected.
 */
import { once } from "node:events";
import net from "node:net";
import { generate } from "mqtt-packet";
import type { Packet } from "mqtt-packet";
import { expect, vi } from "vitest";
import { NO_QUIRKS } from "../../src/simulator/broker/quirks.ts";
import type { Quirks } from "../../src/simulator/broker/quirks.ts";
import type { SimBroker } from "../../src/simulator/broker/sim-broker.ts";
import { brokerWord } from "./broker-words.ts";
import type { Script, Step } from "./script.ts";
import { SimClient } from "./sim-client.ts";
import { packetsOf } from "./wire.ts";

/** A connection to whichever broker. */
export interface Line {
  readonly isOpen: boolean;
  send(bytes: Uint8Array): void;
  /** All bytes that came since the beginning. */
  bytes(): Uint8Array;
  cut(): void;
  /** Nothing more is sent. */
  finish(): void;
}

export type Dial = () => Promise<Line>;

export async function dialSim(broker: SimBroker): Promise<Line> {
  const client = new SimClient(broker);
  return {
    get isOpen() {
      return client.isOpen;
    },
    send: (bytes) => client.send(bytes),
    bytes: () => Buffer.concat(client.writes),
    cut: () => client.lose(),
    finish: () => client.finish(),
  };
}

export async function dialTcp(port: number): Promise<Line> {
  const socket = net.connect({ host: "127.0.0.1", port, noDelay: true });
  const parts: Buffer[] = [];
  let isOpen = true;
  const over = () => void (isOpen = false);
  socket.on("data", (part) => parts.push(part));
  socket.on("end", over).on("close", over).on("error", over);
  await once(socket, "connect");
  return {
    get isOpen() {
      return isOpen;
    },
    send: (bytes) => void socket.write(bytes),
    bytes: () => Buffer.concat(parts),
    cut: () => {
      isOpen = false;
      socket.resetAndDestroy();
    },
    finish: () => void socket.end(),
  };
}

/** A client of a script, over all its connections. */
class Actor {
  line: Line | undefined;
  private heardCount = 0;
  /** The broker's ids, in the order in which they came; the script's id is the place, from 1. */
  private readonly ids: number[] = [];

  async dial(dial: Dial): Promise<Line> {
    if (this.line?.isOpen) return this.line;
    this.line = await dial();
    this.heardCount = 0;
    return this.line;
  }

  send(packets: (Packet | Uint8Array)[]): void {
    const parts = packets.map((each) =>
      each instanceof Uint8Array ? each : generate(this.withRealId(each)),
    );
    this.line?.send(Buffer.concat(parts));
  }

  /** What came and was not told yet. */
  news(): string[] {
    const { packets } = packetsOf(this.line?.bytes() ?? new Uint8Array(0));
    return packets.slice(this.heardCount).map((packet) => brokerWord(this.withScriptId(packet)));
  }

  told(count: number): void {
    this.heardCount += count;
  }

  private withRealId(packet: Packet): Packet {
    const isAnswer = ["puback", "pubrec", "pubcomp"].includes(packet.cmd);
    return isAnswer ? { ...packet, messageId: this.ids[(packet.messageId as number) - 1] as number } : packet;
  }

  private withScriptId(packet: Packet): Packet {
    const isOurs = (packet.cmd === "publish" && packet.qos > 0) || packet.cmd === "pubrel";
    if (!isOurs) return packet;
    const id = packet.messageId as number;
    if (!this.ids.includes(id)) this.ids.push(id);
    return { ...packet, messageId: this.ids.indexOf(id) + 1 };
  }
}

/** What a broker with these quirks does. */
function wanted(step: Step, quirks: Quirks): Pick<Step, "hears" | "ends"> {
  const has = (quirk: Partial<Quirks>) =>
    Object.entries(quirk).every(([name, value]) => quirks[name as keyof Quirks] === value);
  return [step.unless ?? []].flat().find(({ quirk }) => has(quirk)) ?? step;
}

/** @param waitMs  how long a line may take; 0 where all happens at once */
export async function play(
  script: Script,
  dial: Dial,
  quirks: Partial<Quirks>,
  waitMs: number,
): Promise<void> {
  const actors = new Map<string, Actor>();
  const given = { ...NO_QUIRKS, ...quirks };
  const soon = (check: () => void) =>
    waitMs === 0 ? check() : vi.waitFor(check, { timeout: waitMs, interval: 5 });
  for (const [at, step] of script.steps.entries()) {
    const actor = actors.get(step.who) ?? new Actor();
    actors.set(step.who, actor);
    if (step.sends !== undefined) await actor.dial(dial);
    actor.send(step.sends ?? []);
    if (step.isFinished === true) actor.line?.finish();
    const { hears: lines = [], ends = false } = wanted(step, given);
    await soon(() => expect([at, step.who, actor.news()]).toEqual([at, step.who, lines]));
    actor.told(lines.length);
    if (step.isCut === true) actor.line?.cut();
    if (ends) await soon(() => expect([at, actor.line?.isOpen]).toEqual([at, false]));
  }
  for (const [who, actor] of actors) {
    if (actor.line?.isOpen !== true) continue;
    actor.send([{ cmd: "pingreq" }]);
    await soon(() => expect([who, actor.news()]).toEqual([who, ["pingresp"]]));
    actor.line.cut();
  }
}

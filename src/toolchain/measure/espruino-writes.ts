/*
 * Socket writes on Espruino: how often the minified module calls a socket's `write` for one publish. Counted in the
 * model of Espruino and not in the interpreter, so that every computer finds the same number.
 * Not here: variables (espruino.ts).
 */
import type { BoardEvent } from "../../simulator/engines/engine.ts";
import { ESPRUINO_MODEL } from "../../simulator/engines/espruino-model.ts";
import { GuestEngine } from "../../simulator/engines/guest.ts";
import { OPEN_OUTSIDE } from "../../simulator/engines/outside.ts";
import { CONNACK, OPTIONS, PAYLOAD, TOPIC } from "./packet.ts";

const COUNT = 100;

/** Counts calls, not what the network makes of them: it joins what is written in one turn. */
const COUNTER = `
var mqtt, writes = 0, net = require("net"), connect = net.connect;
net.connect = function (address, connected) {
  var socket = connect(address, connected), write = socket.write;
  socket.write = function (bytes) { writes++; return write(bytes); };
  return socket;
};
function send() {
  if (catnap.publish(mqtt, ${JSON.stringify(TOPIC)}, ${JSON.stringify(PAYLOAD)}, 0, false) < 0)
    throw new Error("publish was refused");
}
mqtt = catnap.connect(${JSON.stringify({ host: "broker", port: 1883, ...OPTIONS })});`;

const socket = 1;
const typed = (text: string): BoardEvent => ({ event: "typed", text });
/** The network takes what was written, and what waits for that has its turn. */
const SETTLED: BoardEvent[] = [
  { event: "sent", socket },
  { event: "timer" },
  { event: "sent", socket },
  { event: "timer" },
];

/**
 * The mean of a hundred publishes of a connected client.
 *
 * @throws  Error when the module does not connect or publish
 */
export function espruinoWrites(minified: string): number {
  const engine = new GuestEngine(ESPRUINO_MODEL, OPEN_OUTSIDE);
  const started = engine.start({ text: minified, program: COUNTER }, 0, {});
  const connected = engine.step(
    0,
    { event: "opened", socket },
    ...SETTLED,
    { event: "received", socket, bytes: Uint8Array.from(CONNACK) },
    ...SETTLED,
  );
  const publishes = Array.from({ length: COUNT }, () => [typed("send()"), ...SETTLED]).flat();
  const sent = engine.step(0, typed("writes = 0"), ...publishes, typed("print(writes)"));
  engine.stop();
  const calls = [...started.calls, ...connected.calls, ...sent.calls];
  const [fault] = calls.flatMap((call) => (call.call === "fault" ? [call.text] : []));
  if (fault !== undefined) throw new Error(`no writes to count on Espruino: ${fault}`);
  return Number(calls.flatMap((call) => (call.call === "print" ? [call.text] : [])).at(-1)) / COUNT;
}

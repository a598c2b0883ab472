/*
 * The bugs that were found in our peers (reference/anchors.md, section 3), one line each, and where the test of
 * each is: a title begins with its id. What cannot exist in a client of this shape says why.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const ESPRUINO = "bugs-espruino.test.ts";
const TINY = "bugs-tiny.test.ts";
const LUAMQTT = "bugs-luamqtt.test.ts";
const MODDABLE = "bugs-moddable.test.ts";
const NODEMCU = "bugs-nodemcu.test.ts";

const BUGS: [string, string, string][] = [
  ["E1", "a refused connection is reported as connected", ESPRUINO],
  ["E2", "a failed subscription is reported as granted", ESPRUINO],
  ["E3", "clean session cannot be turned off", ESPRUINO],
  ["E4", "the rest of a read is handled after data that came later", ESPRUINO],
  ["E5", "unanswered pings are not noticed", ESPRUINO],
  ["E6", "a small keep alive pings without a pause, and 0 cannot be set", ESPRUINO],
  ["E7", "pings go out although there is traffic", ESPRUINO],
  ["E8", "a QoS 2 duplicate is delivered twice", ESPRUINO],
  ["E9", "publish gives no id, stores nothing, and drops silently", ESPRUINO],
  ["E10", "bytes are sent as the text of their numbers", ESPRUINO],
  ["E11", "lengths count characters instead of bytes", ESPRUINO],
  ["E12", "a socket closed before CONNACK goes unnoticed", ESPRUINO],
  ["E13", "a received length is believed and gathered without a bound", ESPRUINO],
  ["T1", "a packet in two reads is torn, two packets in one read lose the second", TINY],
  ["T2", "QoS 1 messages are not acknowledged, and their id is part of the payload", TINY],
  ["T3", "lengths of 126 to 129 bytes are encoded wrongly", TINY],
  ["T4", "connected is told before CONNACK", TINY],
  ["T5", "CONNECT says another keep alive than the one that is kept", TINY],
  ["T6", "packets longer than 127 bytes have one length byte", TINY],
  ["T7", "a second client overwrites the first", TINY],
  ["U1", "all messages have id 1", TINY],
  ["U2", "what is glued to CONNACK or SUBACK is lost", TINY],
  ["U3", "the packet behind one of more than 127 bytes is misread", TINY],
  ["U4", "QoS 2 is answered with PUBACK", TINY],
  ["U5", "split packets are not handled", TINY],
  ["U6", "only a close ends a connection, never silence", TINY],
  ["U7", "a wrong password is tried every 5 s for ever", TINY],
  ["M1", "an empty payload wedges the parser", MODDABLE],
  ["M2", "ids reach 0 after 65,535 publishes, and count QoS 0 as well", MODDABLE],
  ["M3", "retain is parsed and not told", MODDABLE],
  ["M4", "session present is read and dropped", MODDABLE],
  ["M5", "close while the connection is being opened throws later", MODDABLE],
  ["M6", "DUP is not told, and PUBACK comes before the payload was read", MODDABLE],
  ["M7", "an empty QoS 0 message is told only when the next packet comes", MODDABLE],
  ["M8", "a QoS 2 subscription is accepted and never completes", MODDABLE],
  ["M9", "the claimed length is allocated", MODDABLE],
  ["M10", "exceptions of handlers vanish", MODDABLE],
  ["M11", "without keep alive there is no deadline at all", MODDABLE],
  ["M12", "reconnects each second, with an unbounded buffer", MODDABLE],
  ["M13", "a will with half of its fields makes a malformed CONNECT", MODDABLE],
  ["N1", "what is glued to CONNACK is thrown away", NODEMCU],
  ["N2", "a split between the bytes of a length loses two messages", NODEMCU],
  ["N3", "one message without PUBACK stops pings, timeouts and sends", NODEMCU],
  ["N4", "a send that hangs is not noticed", NODEMCU],
  ["N5", "SUBACK 0x80 counts as success", NODEMCU],
  ["N6", "a QoS 2 duplicate is delivered twice", NODEMCU],
  ["N7", "the queue is destroyed by a disconnect, and DUP is never set", NODEMCU],
  ["N8", "arguments are told apart by their type", NODEMCU],
  ["N9", "the documented default of clean session is not the real one", NODEMCU],
  ["N10", "the CONNACK code is read without a check of the length", NODEMCU],
  ["N11", "one callback for all publishes: the last one set gets them all", NODEMCU],
  ["N12", "a Lua registry reference leaks", "not here: no registry of a host language is touched"],
  ["L1", "a packet in two segments kills the link", LUAMQTT],
  ["L2", "no timeout for the answer to a ping", LUAMQTT],
  ["L3", "ids begin at 1 with each connection of a kept session", LUAMQTT],
  ["L4", "QoS 2 state lives as long as a connection", LUAMQTT],
  ["L5", "a partial send repeats a byte", LUAMQTT],
  ["D1", "keep alive is taken modulo 256", LUAMQTT],
  ["D2", "all messages have one id", LUAMQTT],
  ["D3", "a filter matches by prefix", LUAMQTT],
  ["D4", "a long packet clears the buffer in its middle", LUAMQTT],
  ["D5", "length 0 is encoded as no byte", LUAMQTT],
  ["D6", "a send under way counts as not connected, and a healthy link is closed", LUAMQTT],
  ["D7", "messages are dropped while there is no connection", LUAMQTT],
];

for (const [id, bug, file] of BUGS) {
  if (!file.endsWith(".ts")) continue;
  test(`${id} (${bug}) has a test in ${file}`, () => {
    const text = readFileSync(new URL(file, import.meta.url), "utf8");
    expect(text.match(new RegExp(`test\\(\\s*["\`]${id}: `))).not.toBeNull();
  });
}

test("no id is listed twice", () => {
  const ids = BUGS.map(([id]) => id);
  expect(new Set(ids).size).toBe(64);
  expect(ids).toHaveLength(64);
});

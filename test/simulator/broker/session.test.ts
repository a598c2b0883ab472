/*
 * What the broker keeps and loses: queues and their limits, restarts, deadlines. What a client sees of sessions and wills
 * stands in scripts/, where real brokers are held to it as well.
 */
import { expect, test } from "vitest";
import { kept, published, pubacks, withWill } from "../../support/script.ts";
import { SimClient, connectPacket, setting, subscribePacket } from "../../support/sim-client.ts";
import type { Setting } from "../../support/sim-client.ts";

/** "a" is away, with a kept session and a subscription to "t". */
function away(given: Setting): Setting {
  const client = new SimClient(given.broker);
  client.send(kept("a"), subscribePacket(1, "t", 1), { cmd: "disconnect" });
  return given;
}

function back({ broker }: Setting): string[] {
  const client = new SimClient(broker);
  client.send(kept("a"));
  return client.heard();
}

test("a full queue loses what comes last, and says so", () => {
  const given = away(setting({ queueLimit: 2 }));
  for (const n of [1, 2, 3]) given.broker.publish("t", String(n), 1, false);
  expect(given.lines.slice(-3)).toEqual([
    "t waits for a (1)",
    "t waits for a (2)",
    "a loses t: nothing more waits for it",
  ]);
  expect(back(given)).toEqual(["connack 0 present", "publish t q1 #1 1", "publish t q1 #2 2"]);
});

test("a message with QoS 0 does not wait", () => {
  const given = away(setting());
  given.broker.publish("t", "x", 0, false);
  expect(back(given)).toEqual(["connack 0 present"]);
});

test("a restart that keeps sessions keeps subscriptions, what waits and what is retained, without wills", () => {
  const given = away(setting());
  const { broker } = given;
  const wills: string[] = [];
  broker.subscribe("w", (topic) => wills.push(topic));
  broker.publish("t", "x", 1, true);
  const other = new SimClient(broker);
  other.send(withWill("b"));
  broker.restart({ keepsSessions: true });
  expect([other.isOpen, other.isReset, wills]).toEqual([false, true, []]);
  expect(back(given)).toEqual(["connack 0 present", "publish t q1 #1 x"]);
  const later = new SimClient(broker);
  later.send(connectPacket("c"), subscribePacket(1, "t", 1));
  expect(later.heard()).toEqual(["connack 0", "suback #1 1", "publish t q1 #1 retain x"]);
});

test("a restart that loses sessions loses all of that", () => {
  const given = away(setting());
  const { broker } = given;
  broker.publish("t", "x", 1, true);
  broker.restart({ keepsSessions: false });
  expect(back(given)).toEqual(["connack 0"]);
  const later = new SimClient(broker);
  later.send(connectPacket("c"), subscribePacket(1, "t", 1));
  expect(later.heard()).toEqual(["connack 0", "suback #1 1"]);
});

test("what was in flight when the broker ended comes again with DUP", () => {
  const given = away(setting());
  given.broker.publish("t", "x", 1, false);
  expect(back(given)).toEqual(["connack 0 present", "publish t q1 #1 x"]);
  given.broker.restart({ keepsSessions: true });
  expect(back(given)).toEqual(["connack 0 present", "publish t q1 #1 dup x"]);
});

test("while it is down, connections are reset; when it is up again, they are taken", () => {
  const { broker } = setting();
  broker.down();
  const early = new SimClient(broker);
  expect([early.isOpen, early.isReset]).toEqual([false, true]);
  broker.up();
  const client = new SimClient(broker);
  client.send(connectPacket("a"));
  expect(client.heard()).toEqual(["connack 0"]);
  expect(broker.isConnected("a")).toBe(true);
});

test("one and a half keep alives without a packet end the connection, publish the will, and are no violation", () => {
  const { world, broker, lines } = setting();
  const wills: number[] = [];
  broker.subscribe("w", () => wills.push(world.nowMs));
  const client = new SimClient(broker);
  client.send(withWill("a", 10));
  world.runTo(9000);
  client.send({ cmd: "pingreq" });
  world.runTo(23_999);
  expect(client.isOpen).toBe(true);
  world.runTo(24_000);
  expect([client.isOpen, wills, broker.violations]).toEqual([false, [24_000], []]);
  expect(lines.at(-1)).toBe("a is gone: nothing came for one and a half keep alives");
});

test("keep alive 0 means for ever, and a limit of the broker counts without a word", () => {
  const endless = setting();
  const patient = new SimClient(endless.broker);
  patient.send(connectPacket("a", { keepalive: 0 }));
  endless.world.runTo(1e9);
  expect(patient.isOpen).toBe(true);
  const limited = setting({ keepAliveLimitS: 30 });
  const surprised = new SimClient(limited.broker);
  surprised.send(connectPacket("a", { keepalive: 600 }));
  limited.world.runTo(45_000);
  expect(surprised.isOpen).toBe(false);
});

test("a thousand messages cost no event, and a keep alive and a half at most one", () => {
  const { world, broker } = setting();
  const client = new SimClient(broker);
  client.send(connectPacket("a", { keepalive: 60 }));
  for (let n = 1; n <= 1000; n += 1) {
    world.runTo(n * 900);
    client.send(...published(n, n));
  }
  expect(client.heard()).toEqual(["connack 0", ...pubacks(1, 1000)]);
  expect(world.eventCount).toBeLessThanOrEqual(900_000 / 90_000 + 1);
  expect(broker.violations).toEqual([]);
});

test("who connects and says nothing is sent away in time, as part of a CONNECT is nothing", () => {
  const { world, broker, lines } = setting({ connectDeadlineMs: 5000 });
  const client = new SimClient(broker);
  client.send(Uint8Array.of(0x10));
  world.runTo(4999);
  expect(client.isOpen).toBe(true);
  world.runTo(5000);
  expect([client.isOpen, broker.violations]).toEqual([false, []]);
  expect(lines).toEqual(["10.0.0.2 is gone: no CONNECT in time"]);
});

for (const code of [1, 2, 3, 4, 5] as const)
  test(`told to, it refuses everybody with ${code}, and takes nothing behind CONNECT`, () => {
    const { broker } = setting();
    let count = 0;
    broker.onPublish = () => (count += 1);
    broker.refusesWith = code;
    const client = new SimClient(broker);
    client.send(connectPacket("a"), ...published(1, 1));
    expect([client.heard(), client.isOpen, count]).toEqual([[`connack ${code}`], false, 0]);
    expect(broker.violations).toEqual([]);
  });

test("with a table of users, only they with their passwords are taken", () => {
  const { broker } = setting();
  broker.users.set("u", "p");
  const answers = [
    {},
    { username: "u" },
    { username: "v", password: "p" },
    { username: "u", password: "p" },
  ].map(({ username, password }: { username?: string; password?: string }) => {
    const client = new SimClient(broker);
    const login = password === undefined ? { username } : { username, password: Buffer.from(password) };
    client.send(connectPacket("a", login as object));
    return client.heard();
  });
  expect(answers).toEqual([["connack 5"], ["connack 5"], ["connack 5"], ["connack 0"]]);
});

/*
 * What a client may be made from: each rule of checkOptions with the nearest value on either side of it.
 */
import { describe, expect, test } from "vitest";
import { begin, used } from "#bytes";
import { putConnect } from "#protocol";
import { checkOptions, leastRxBytes, leastTxBytes } from "../../src/client/options.ts";
import type { Identity, Limits, Patience, Will } from "../../src/client/options.ts";
import * as statusFile from "../../src/client/status.ts";
import { Reason, Status } from "../../src/client/status.ts";
import { subscribe } from "../../src/client/subscriptions.ts";
import { Bench, bytesOf, namesOf, packet, packetsOf, testOptions } from "../support/client.ts";

/** Large enough for any CONNECT, so that only the rule under test speaks. */
const ROOM = { txBytes: 400000 };

function checkIdentity(identity: Partial<Identity>): Status {
  return checkOptions(testOptions({ identity: identity as Identity, limits: ROOM }));
}

const WILL: Will = { topic: "w", payload: "", qos: 0, retain: false };
const withWill = (will: Partial<Will>): Partial<Identity> => ({ will: { ...WILL, ...will } });
const long = (bytes: number): string => "x".repeat(bytes);
const withPassword = (password: string | Uint8Array) => ({ userName: "u", password });

// What is told, the fields, what is answered; the section where the rule is not our own.
const IDENTITIES: [string, Partial<Identity>, Status][] = [
  ["the options of the other tests", {}, Status.Ok],
  ["an empty client id with a clean session (3.1.3.1)", { clientId: "" }, Status.Ok],
  ["an empty client id without one", { clientId: "", cleanSession: false }, Status.Invalid],
  ["a client id of one byte without one", { clientId: "a", cleanSession: false }, Status.Ok],
  ["a client id with U+0000 (1.5.3)", { clientId: "a\0" }, Status.Invalid],
  ["a client id with U+0001", { clientId: "a\u0001" }, Status.Ok],
  ["a client id of 65,535 bytes (1.5.3)", { clientId: long(65535) }, Status.Ok],
  ["a client id of 65,536 bytes", { clientId: long(65536) }, Status.Invalid],
  ["a client id of 32,768 characters of two bytes", { clientId: "ä".repeat(32768) }, Status.Invalid],
  ["keep alive 0 (3.1.2.10)", { keepAliveS: 0 }, Status.Ok],
  ["keep alive -1", { keepAliveS: -1 }, Status.Invalid],
  ["keep alive 65,535", { keepAliveS: 65535 }, Status.Ok],
  ["keep alive 65,536", { keepAliveS: 65536 }, Status.Invalid],
  ["keep alive NaN", { keepAliveS: NaN }, Status.Invalid],
  ["an empty user name", { userName: "" }, Status.Ok],
  ["a user name with U+0000", { userName: "\0" }, Status.Invalid],
  ["a user name of 65,535 bytes", { userName: long(65535) }, Status.Ok],
  ["a user name of 65,536 bytes", { userName: long(65536) }, Status.Invalid],
  ["a password with a user name", { userName: "", password: "p" }, Status.Ok],
  ["a password without a user name (3.1.2.9)", { password: "p" }, Status.Invalid],
  ["an empty password without a user name", { password: "" }, Status.Invalid],
  ["a password with U+0000, which is binary (3.1.3.5)", withPassword("\0"), Status.Ok],
  ["a password of 65,535 bytes", withPassword(long(65535)), Status.Ok],
  ["a password of 65,536 bytes", withPassword(new Uint8Array(65536)), Status.Invalid],
  ["a will with QoS 0", withWill({ qos: 0 }), Status.Ok],
  ["a will with QoS 1", withWill({ qos: 1 }), Status.Ok],
  ["a will with QoS 2, which is not supported", withWill({ qos: 2 }), Status.Unsupported],
  ["a will with QoS 3 (3.1.2.6)", withWill({ qos: 3 }), Status.Invalid],
  ["a will with QoS -1", withWill({ qos: -1 }), Status.Invalid],
  ["a will with QoS 0.5", withWill({ qos: 0.5 }), Status.Invalid],
  ["a will without a topic (4.7.3)", withWill({ topic: "" }), Status.Invalid],
  ["a will on a wildcard (3.3.2.1)", withWill({ topic: "a/+" }), Status.Invalid],
  ["a will on the neighbour of a wildcard", withWill({ topic: "a/*" }), Status.Ok],
  ["a will of 65,535 bytes", withWill({ payload: long(65535) }), Status.Ok],
  ["a will of 65,536 bytes", withWill({ payload: long(65536) }), Status.Invalid],
];

const STATUSES = namesOf(statusFile, "Status");

for (const [what, identity, status] of IDENTITIES) {
  test(`${what}: ${STATUSES[status]}`, () => {
    expect(checkIdentity(identity)).toBe(status);
  });
}

// A field, values that it may have, and values that it may not; the cap of the back-off is 300,000 ms.
const PATIENCES: [keyof Patience, number[], number[]][] = [
  ["connackMs", [1, 536870911], [0, -1, 536870912, NaN]],
  ["answerMs", [1, 536870911], [0, -1, 536870912, NaN]],
  ["proofMs", [1, 536870911], [0, -1, 536870912, NaN]],
  ["retryFirstMs", [1, 300000], [0, -1, 300001, NaN]],
  ["retryCapMs", [1000, 33553407], [999, 33553408, NaN]],
];

for (const [field, good, bad] of PATIENCES) {
  test(`${field} may be ${good.join(" or ")}, but not ${bad.join(" or ")}`, () => {
    const check = (value: number) => checkOptions(testOptions({ patience: { [field]: value } }));
    expect(good.map(check)).toEqual(good.map(() => Status.Ok));
    expect(bad.map(check)).toEqual(bad.map(() => Status.Invalid));
  });
}

test("the time to live may be 0 or more, not less, and no more than a message's own may be", () => {
  const check = (ttlS: number) => checkOptions(testOptions({ ttlS }));
  expect([0, 1, 1073741823].map(check)).toEqual([Status.Ok, Status.Ok, Status.Ok]);
  expect([-1, 1073741824].map(check)).toEqual([Status.Invalid, Status.Invalid]);
});

describe("leastTxBytes is exact:", () => {
  const identities: Partial<Identity>[] = [
    { clientId: "" },
    { clientId: "a" },
    { clientId: "ab" },
    { clientId: "abc" },
    { clientId: "ä".repeat(20) },
    { userName: "u" },
    { userName: "u", password: bytesOf("00ff80") },
    { will: { topic: "w/ü", payload: "gone", qos: 1, retain: true } },
    { clientId: long(115) },
    { clientId: long(116) },
    { clientId: long(16371) },
    { clientId: long(16372) },
    { clientId: long(65535), will: { ...WILL, payload: long(65535) }, ...withPassword(long(65535)) },
  ];
  for (const changes of identities) {
    const { identity } = testOptions({ identity: changes as Identity });
    const least = leastTxBytes(identity);

    test(`${least} bytes hold the CONNECT, and one less does not pass`, () => {
      const frame = begin(least);
      expect(putConnect(frame, identity)).toBe(Status.Ok);
      // Below 16 bytes it is the shortest SUBSCRIBE that sets the size.
      expect(used(frame) === least || least === 16).toBe(true);
      if (used(frame) === least) expect(putConnect(begin(least - 1), identity)).toBe(Status.Full);
      const check = (txBytes: number) => checkOptions({ ...testOptions({ limits: { txBytes } }), identity });
      expect([check(least), check(least - 1)]).toEqual([Status.Ok, Status.TooLarge]);
    });

    test(`a client with ${least} bytes writes its CONNECT in one frame`, () => {
      const bench = new Bench({ identity, limits: { txBytes: least } });
      expect(packetsOf(bench.open())).toMatchObject([{ cmd: "connect", clientId: identity.clientId }]);
    });
  }
});

describe("leastRxBytes is exact:", () => {
  for (const [subscriptions, least] of [
    [0, 8],
    [6, 8],
    [7, 9],
    [100, 102],
  ] as const) {
    test(`for ${subscriptions} subscriptions it is ${least}, and one less does not pass`, () => {
      const limits = (rxBytes: number): Limits => ({ ...testOptions().limits, subscriptions, rxBytes });
      expect(leastRxBytes(limits(0))).toBe(least);
      const check = (rxBytes: number) => checkOptions(testOptions({ limits: limits(rxBytes) }));
      expect([check(least), check(least - 1)]).toEqual([Status.Ok, Status.TooLarge]);
    });
  }

  test("a SUBACK for the whole table is read, one code more is BadSize", () => {
    const granted = new Array<number>(20).fill(0);
    const make = () => {
      const bench = new Bench({ limits: { subscriptions: 20, rxBytes: 22, txBytes: 256 } }).up();
      for (let count = 0; count < 20; count += 1) subscribe(bench.client, `f${count}`, 0, undefined);
      bench.written();
      return bench;
    };
    const suback = (granted: number[]) => packet({ cmd: "suback", messageId: 1, granted });
    expect(make().receive(suback(granted)).log).toHaveLength(21);
    expect(
      make()
        .receive(suback([...granted, 0]))
        .log.slice(1),
    ).toEqual([`close ${Reason.BadSize} 0`]);
  });
});

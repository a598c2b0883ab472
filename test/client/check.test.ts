/*
 * What a client may be made from: each rule of checkOptions with the nearest value on either side of it.
 * Not here: messages (publish.test.ts) and filters (subscriptions.test.ts), whose checks end in a publish or subscribe.
 */
import { describe, expect, test } from "vitest";
import { begin, used } from "#bytes";
import { putConnect } from "#protocol";
import { checkOptions, leastTxBytes } from "../../src/client/check.ts";
import type { ClientOptions, Will } from "../../src/client/options.ts";
import * as statusFile from "../../src/client/status.ts";
import { Status } from "../../src/client/status.ts";
import { Bench, bytesOf, namesOf, packetsOf, testOptions } from "../support/client.ts";

/** With room for any CONNECT, so that only the rule under test speaks. */
function checkIdentity(identity: ClientOptions): Status {
  return checkOptions({ ...testOptions({ txBytes: 400000 }), ...identity }, identity.clientId ?? "peer1");
}

function check(changes: ClientOptions): Status {
  return checkOptions(testOptions(changes), "peer1");
}

const WILL: Will = { topic: "w", payload: "", qos: 0, retain: false };
const withWill = (will: Partial<Will>): ClientOptions => ({ will: { ...WILL, ...will } });
const long = (bytes: number): string => "x".repeat(bytes);
const withPassword = (password: string | Uint8Array) => ({ userName: "u", password });

// What is told, the fields, what is answered; the section where the rule is not our own.
const IDENTITIES: [string, ClientOptions, Status][] = [
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

// A field, values that it may have, and values that it may not; the cap of the back-off is 300 s.
const PATIENCES: [keyof ClientOptions, number[], number[]][] = [
  ["connackS", [0.001, 1, 536870], [0, -1, 536871, NaN]],
  ["answerS", [0.001, 1, 536870], [0, -1, 536871, NaN]],
  ["proofS", [0.001, 1, 536870], [0, -1, 536871, NaN]],
  ["retryFirstS", [0.001, 1, 300], [0, -1, 301, NaN]],
  ["retryCapS", [1, 33553], [0, 0.999, 33554, NaN]],
  // No more than a message's own may be.
  ["ttlS", [0, 1, 1073741823], [-1, 1073741824, NaN]],
  ["seed", [0, 65535], [-1, 65536, NaN]],
  ["outboxEntries", [1, 100], [0]],
  ["pubacks", [1, 100], [0]],
  ["subscriptions", [0, 1], []],
];

for (const [field, good, bad] of PATIENCES) {
  test(`${field} may be ${good.join(" or ")}, but not ${bad.join(" or ")}`, () => {
    // The first wait must not be above the cap.
    const checkValue = (value: number) => check({ retryFirstS: 1, [field]: value });
    expect(good.map(checkValue)).toEqual(good.map(() => Status.Ok));
    expect(bad.map(checkValue)).toEqual(bad.map(() => Status.Invalid));
  });
}

test("options of which nothing is said can work", () => {
  expect(checkOptions({}, "catnap-1")).toBe(Status.Ok);
  expect(checkOptions({ clientId: "a", txBytes: undefined, will: undefined }, "a")).toBe(Status.Ok);
});

test("without a cap of its own, the first wait may be as long as the default cap", () => {
  expect([300, 301].map((retryFirstS) => checkOptions({ retryFirstS }, "a"))).toEqual([
    Status.Ok,
    Status.Invalid,
  ]);
});

test("rxBytes must hold 8 bytes, and one less does not pass", () => {
  expect([8, 7].map((rxBytes) => check({ rxBytes }))).toEqual([Status.Ok, Status.TooLarge]);
});

describe("leastTxBytes is exact:", () => {
  const identities: ClientOptions[] = [
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
    const options = testOptions(changes);
    const clientId = options.clientId as string;
    const least = leastTxBytes(options, clientId);

    test(`${least} bytes hold the CONNECT, and one less does not pass`, () => {
      const frame = begin(least);
      expect(putConnect(frame, options, clientId)).toBe(Status.Ok);
      // Below 16 bytes it is the shortest SUBSCRIBE that sets the size.
      expect(used(frame) === least || least === 16).toBe(true);
      if (used(frame) === least) expect(putConnect(begin(least - 1), options, clientId)).toBe(Status.Full);
      const checkTx = (txBytes: number) => checkOptions({ ...options, txBytes }, clientId);
      expect([checkTx(least), checkTx(least - 1)]).toEqual([Status.Ok, Status.TooLarge]);
    });

    test(`a client with ${least} bytes writes its CONNECT in one frame`, () => {
      const bench = new Bench({ ...options, txBytes: least });
      expect(packetsOf(bench.open())).toMatchObject([{ cmd: "connect", clientId }]);
    });
  }
});

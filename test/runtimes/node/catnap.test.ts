/* What connect says to a person who typed something that cannot work. One sentence for each mistake. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkOptions as checkCore } from "../../../src/client/check.ts";
import { Status } from "../../../src/client/status.ts";
import type { ConnectOptions } from "../../../src/runtimes/face.ts";
import { connect } from "../../../src/runtimes/node/catnap.ts";
import { checkOptions } from "../../../src/runtimes/node/check.ts";
import { OPTIONS, SECRETS, WILL } from "../../../src/runtimes/node/rules.ts";

const will = { topic: "w", payload: "gone", qos: 0, retain: false };
const text70000 = "x".repeat(70000);

/** Options beside `host: "localhost"`, unless they have a host of their own, and what is said about them. */
const MISTAKES: [options: object, sentence: string][] = [
  [{ clientid: "x" }, 'unknown option "clientid": did you mean "clientId"?'],
  [{ username: "x" }, 'unknown option "username": did you mean "userName"?'],
  [{ clean: false }, 'unknown option "clean": did you mean "cleanSession"?'],
  [{ keepalive: 60 }, 'unknown option "keepalive": did you mean "keepAliveS"?'],
  [{ prot: 1883 }, 'unknown option "prot": did you mean "port"?'],
  [{ onmesage: () => {} }, 'unknown option "onmesage": did you mean "onMessage"?'],
  [
    { reconnectPeriod: 1000 },
    `unknown option "reconnectPeriod": known are ${Object.keys(OPTIONS).join(", ")}`,
  ],
  [{ constructor: 1 }, `unknown option "constructor": known are ${Object.keys(OPTIONS).join(", ")}`],
  [{ will: { ...will, Qos: 1 } }, 'unknown option "will.Qos": did you mean "will.qos"?'],
  [
    { will: { ...will, delay: 1 } },
    'unknown option "will.delay": known are will.topic, will.payload, will.qos, will.retain',
  ],
  [
    { secrets: { ca: "", cert: "", key: "", crt: "" } },
    'unknown option "secrets.crt": did you mean "secrets.cert"?',
  ],

  [
    { host: undefined },
    'option "host" is missing: give the name or address of the broker, such as "localhost"',
  ],
  [{ host: "" }, 'option "host" is "": give the name or address of the broker, such as "localhost"'],
  [{ host: 7 }, 'option "host" is 7: give the name or address of the broker, such as "localhost"'],
  [{ host: "mqtt://example.org" }, 'option "host" is a URL: give host: "example.org"'],
  [
    { host: "mqtts://u:geheim@b:8884/x" },
    'option "host" is a URL: give host: "b", port: 8884, isSecure: true, userName and password',
  ],
  [{ host: "tcp://[::1]:1883" }, 'option "host" is a URL: give host: "::1", port: 1883'],
  [
    { host: "wss://b/mqtt" },
    'option "host" is a URL: give the host of a TCP or TLS listener; WebSockets are not supported',
  ],
  [{ host: "localhost:1884" }, 'option "host" is "localhost:1884": give host: "localhost", port: 1884'],
  [{ host: "[::1]" }, 'option "host" is "[::1]": give the address without brackets'],
  [{ host: "local host" }, 'option "host" is "local host": give a name or an address and nothing else'],

  ...[0, 65536, 1.5, NaN, "1883", null].map((port): [object, string] => [
    { port },
    `option "port" is ${JSON.stringify(port) === "null" ? port : JSON.stringify(port)}: give a whole number from 1 to 65535`,
  ]),
  [{ isSecure: 1 }, 'option "isSecure" is 1: give true or false'],
  [{ cleanSession: "no" }, 'option "cleanSession" is "no": give true or false'],
  [{ isPipelined: {} }, 'option "isPipelined" is an object: give true or false'],
  [{ onAck: "print" }, 'option "onAck" is "print": give a function'],
  [{ onMessage: [] }, 'option "onMessage" is an array: give a function'],
  [{ keepAliveS: 65536 }, 'option "keepAliveS" is 65536: give a whole number from 0 to 65535'],
  [{ keepAliveS: -1 }, 'option "keepAliveS" is -1: give a whole number from 0 to 65535'],
  [{ keepAliveS: 0.5 }, 'option "keepAliveS" is 0.5: give a whole number from 0 to 65535'],
  [{ seed: 65536 }, 'option "seed" is 65536: give a whole number from 0 to 65535'],
  [{ whenFull: 3 }, 'option "whenFull" is 3: give one of the enum WhenFull'],
  [{ ttlS: -1 }, 'option "ttlS" is -1: give a whole number from 0 to 1000000000'],
  [{ pubacks: 0 }, 'option "pubacks" is 0: give a whole number from 1 to 65535'],
  [{ outboxEntries: 1e6 }, 'option "outboxEntries" is 1000000: give a whole number from 1 to 30000'],
  [{ outboxBytes: Infinity }, 'option "outboxBytes" is Infinity: give a whole number from 0 to 268435455'],
  [{ connackS: 0 }, 'option "connackS" is 0: give seconds from 0.001 to 536870'],
  [{ answerS: 536871 }, 'option "answerS" is 536871: give seconds from 0.001 to 536870'],
  [{ proofS: "1h" }, 'option "proofS" is "1h": give seconds from 0.001 to 536870'],
  [{ retryCapS: 40000 }, 'option "retryCapS" is 40000: give seconds from 0.001 to 33553'],

  [{ clientId: 7 }, 'option "clientId" is 7: give text'],
  [{ clientId: "a\0b" }, 'option "clientId" has the character U+0000, which MQTT forbids: leave it out'],
  [{ clientId: text70000 }, 'option "clientId" has 70000 bytes: give at most 65535'],
  [{ userName: "é".repeat(32768) }, 'option "userName" has 65536 bytes: give at most 65535'],
  [{ userName: "u", password: 1234 }, 'option "password" is neither text nor a Uint8Array: give one of them'],
  [{ userName: "u", password: text70000 }, 'option "password" has 70000 bytes: give at most 65535'],
  [
    { password: "geheim" },
    'option "password" is given without a userName: MQTT 3.1.1 wants both, give userName too',
  ],
  ...[{}, { clientId: "" }].map(({ ...id }): [object, string] => [
    { cleanSession: false, ...id },
    'option "cleanSession" is false without a clientId: give one of your own that stays the same, for by it the broker finds the session again',
  ]),

  [{ will: "gone" }, 'option "will" is "gone": give an object'],
  [{ will: { payload: "x", qos: 0, retain: false } }, 'option "will.topic" is missing: give a topic name'],
  [{ will: { ...will, topic: "" } }, 'option "will.topic" is "": give a topic name'],
  [
    { will: { ...will, topic: "a/#" } },
    'option "will.topic" is "a/#": give a topic name without the wildcards + and #',
  ],
  [
    { will: { ...will, topic: "a\0" } },
    'option "will.topic" has the character U+0000, which MQTT forbids: leave it out',
  ],
  [{ will: { ...will, topic: text70000 } }, 'option "will.topic" has 70000 bytes: give at most 65535'],
  [{ will: { ...will, payload: undefined } }, 'option "will.payload" is missing: give text or a Uint8Array'],
  [
    { will: { ...will, payload: new Uint8Array(70000) } },
    'option "will.payload" has 70000 bytes: give at most 65535',
  ],
  [{ will: { ...will, qos: 2 } }, 'option "will.qos" is 2, which Catnap does not support: give 0 or 1'],
  [{ will: { ...will, qos: 3 } }, 'option "will.qos" is 3: give 0 or 1'],
  [{ will: { ...will, retain: 0 } }, 'option "will.retain" is 0: give true or false'],

  [{ secrets: "ca.pem" }, 'option "secrets" is "ca.pem": give an object'],
  [{ secrets: { ca: "" } }, 'option "secrets.cert" is missing: give PEM text, or "" for the computer\'s own'],
  [
    { secrets: { ca: "/etc/ca.pem", cert: "", key: "" } },
    'option "secrets.ca" is not PEM text (-----BEGIN ...): if it is the name of a file, give what readFileSync(name, "utf8") reads',
  ],
  [
    { secrets: { ca: "", cert: "-----BEGIN CERTIFICATE-----", key: "" } },
    'option "secrets.key" is empty: give a client certificate and its key, or neither',
  ],
  [
    { secrets: { ca: "", cert: "-----BEGIN rubbish", key: "-----BEGIN rubbish" } },
    'option "secrets" has a cert and key that cannot be read (error:0480006C:PEM routines::no start line)',
  ],

  [
    { txBytes: 40, clientId: "x".repeat(40) },
    'option "txBytes" is 40: give at least 54, for CONNECT with its client id, will, user name and password must fit into one write',
  ],
  [
    { clientId: "x".repeat(300) },
    'option "txBytes" is 256 by default: give at least 315, for CONNECT with its client id, will, user name and password must fit into one write',
  ],
  [
    { txBytes: 15, clientId: "" },
    'option "txBytes" is 15: give at least 16, for CONNECT with its client id, will, user name and password must fit into one write',
  ],
  [{ rxBytes: 7 }, 'option "rxBytes" is 7: give at least 8, for every packet but a message must fit'],
  [{ retryCapS: 0.5 }, 'option "retryFirstS" is 1 by default: give at most retryCapS, which is 0.5'],
  [{ retryFirstS: 400 }, 'option "retryFirstS" is 400: give at most retryCapS, which is 300 by default'],
];

/** connect would go on to open a connection where nothing is wrong. */
function said(options: unknown, check: (options: ConnectOptions) => unknown = connect): string {
  try {
    check(options as ConnectOptions);
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

describe("connect says", () => {
  for (const [options, sentence] of MISTAKES)
    test(sentence, () => expect(said({ host: "localhost", ...options })).toBe(sentence));

  for (const options of [undefined, null, "mqtt://localhost"])
    test(`what to give instead of ${JSON.stringify(options)}`, () =>
      expect(said(options)).toBe('connect needs an object of options: give connect({ host: "localhost" })'));

  test("no password, even where it is in the wrong place", () => {
    for (const options of [
      { host: "mqtt://u:geheim@b" },
      { host: "b", password: "geheim" },
      { host: "b", userName: "u", password: ["geheim"] },
      { host: "b", userName: "u", password: { geheim: "geheim" } },
    ])
      expect(said(options)).not.toContain("geheim");
  });
});

describe("what the message gives as the smallest that would do does", () => {
  for (const options of [
    { txBytes: 0 },
    { txBytes: 0, clientId: "", cleanSession: true },
    {
      txBytes: 0,
      clientId: "ä".repeat(99),
      will: { ...will, payload: "x".repeat(300) },
      userName: "u",
      password: "p",
    },
    { rxBytes: 0 },
    { rxBytes: 0, subscriptions: 0 },
    { rxBytes: 0, subscriptions: 30000 },
  ])
    test(JSON.stringify(options).slice(0, 60), () => {
      const least = Number(/give at least (\d+)/.exec(said({ host: "b", ...options }))?.[1]);
      const name = "txBytes" in options ? "txBytes" : "rxBytes";
      expect(() => checkOptions({ host: "b", ...options, [name]: least })).not.toThrow();
      expect(() => checkOptions({ host: "b", ...options, [name]: least - 1 })).toThrow(
        `give at least ${least}`,
      );
    });
});

test("the limits of each option are accepted, and what may be left out may be undefined", () => {
  const none = Object.fromEntries(Object.keys(OPTIONS).map((name) => [name, undefined]));
  const least = {
    port: 1,
    keepAliveS: 0,
    outboxBytes: 0,
    outboxEntries: 1,
    subscriptions: 0,
    pubacks: 1,
    ttlS: 0,
  };
  const most = {
    port: 65535,
    keepAliveS: 65535,
    ttlS: 1e9,
    proofS: 536870,
    retryCapS: 33553,
    whenFull: 2,
    seed: 65535,
  };
  for (const options of [
    none,
    least,
    most,
    { clientId: "" },
    { userName: "" },
    { retryFirstS: 0.001, retryCapS: 0.001 },
  ])
    expect(() => checkOptions({ ...options, host: "::1" })).not.toThrow();
});

describe("nothing that passes ends as BadOptions", () => {
  const number = fc.oneof(
    fc.integer({ min: -2, max: 300 }),
    fc.double(),
    fc.constantFrom(0.001, 0.0009, 33553, 33554, 65535, 65536, 536870, 536871, 1e9, 2 ** 30),
  );
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 12 }),
    fc.constantFrom("", "\0", "+", "a/b", text70000),
  );
  const flag = fc.boolean();
  const handler = fc.constant(() => {});
  const payload = fc.oneof(text, fc.uint8Array({ maxLength: 12 }));
  const qos = fc.integer({ min: 0, max: 3 });
  /** What to try for an option; the rest are numbers. */
  const others: Record<string, fc.Arbitrary<unknown>> = {
    ...{ host: fc.constant("b"), clientId: text, userName: text, password: payload },
    ...{ isSecure: flag, cleanSession: flag, isPipelined: flag },
    will: fc.record({ topic: text, payload, qos, retain: flag }),
    secrets: fc.constant({ ca: "", cert: "", key: "" }),
    ...Object.fromEntries(
      ["Connect", "Message", "Ack", "Subscribed", "Close", "Notice"].map((name) => [`on${name}`, handler]),
    ),
  };
  const model = Object.fromEntries(Object.keys(OPTIONS).map((name) => [name, others[name] ?? number]));
  // Few at a time, so that most lists of options have nothing wrong in them.
  const some = fc
    .tuple(
      fc.record(model, { requiredKeys: [] }),
      fc.shuffledSubarray(Object.keys(OPTIONS), { maxLength: 3 }),
    )
    .map(([all, names]) => Object.fromEntries(names.map((name) => [name, all[name]])));

  test("of 5000 random options", () => {
    let passed = 0;
    fc.assert(
      fc.property(some, (options) => {
        const all: { host: string; clientId?: string } = { ...options, host: "b" };
        if (said(all, checkOptions) !== "") return;
        passed += 1;
        expect(checkCore(all, all.clientId ?? "catnap-0badcafe")).toBe(Status.Ok);
      }),
      { numRuns: 5000 },
    );
    expect(passed).toBeGreaterThan(1000);
  });
});

test("each name of the tables is told when it is misspelt by a letter", () => {
  for (const name of Object.keys(OPTIONS))
    expect(said({ host: "b", [`${name}x`]: 1 })).toContain(`did you mean "${name}"?`);
  for (const name of Object.keys(WILL))
    expect(said({ host: "b", will: { ...will, [`${name}x`]: 1 } })).toContain(`did you mean "will.${name}"?`);
  expect(Object.keys(SECRETS)).toEqual(["ca", "cert", "key"]);
});

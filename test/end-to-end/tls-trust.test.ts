/*
 * TLS connections that do not come to be, in each engine: what is told, and what is left behind.
 */
import { once } from "node:events";
import net from "node:net";
import { afterEach, beforeAll, expect, test } from "vitest";
import { Cause, Reason } from "../../src/client/status.ts";
import { freePort, listening, startAedes } from "../support/brokers.ts";
import { makeCertificate } from "../support/certificates.ts";
import { BUILD_LIMIT_MS, EngineClient, until } from "../support/engine-client.ts";
import type { Engine } from "../support/engine-client.ts";
import { espruino } from "../support/espruino-machine.ts";
import { findEspruino } from "../support/espruino.ts";
import { LUA_TLS, SecureBoard } from "../support/nodemcu-tls.ts";
import { notRun } from "../support/not-run.ts";
import { xs, XsMachine } from "../support/xs-machine.ts";
import { findXs } from "../support/xs.ts";

const NO_SECRETS = { ca: "", cert: "", key: "" };
const here = makeCertificate("here", "IP:127.0.0.1", "rsa");
const elsewhere = makeCertificate("elsewhere", "DNS:broker.example");
const worker = findXs();
const program = findEspruino();

beforeAll(async () => {
  await LUA_TLS.build();
  if (worker !== undefined) await xs(worker).build();
  if (program !== undefined) await espruino(program).build();
}, BUILD_LIMIT_MS);

/** What a test opened, closed after it in reverse order. */
const open: (() => unknown)[] = [];
afterEach(async () => {
  while (open.length > 0) await open.pop()?.();
});

async function connect(
  engine: Engine,
  port: number,
  secrets = NO_SECRETS,
  connackS = 15,
): Promise<EngineClient> {
  const quick = { retryFirstS: 0.05, retryCapS: 0.1, connackS };
  const client = await EngineClient.connect(engine, {
    host: "127.0.0.1",
    port,
    isSecure: true,
    secrets,
    ...quick,
  });
  open.push(() => client.stop());
  return client;
}

async function secureBroker(): Promise<number> {
  const broker = await startAedes(here === undefined ? {} : { secure: here });
  open.push(() => broker.stop());
  return broker.port;
}

const UNTRUSTED = `close ${Reason.Lost} ${Cause.Untrusted}`;
const UNREACHABLE = `close ${Reason.Lost} ${Cause.Unreachable}`;

if (here === undefined || elsewhere === undefined) notRun("openssl not installed (TLS)");
else {
  test("NodeMCU is Untrusted when somebody else vouches for the broker", async () => {
    const client = await connect(LUA_TLS, await secureBroker(), { ...NO_SECRETS, ca: elsewhere.cert });
    await until(() => expect(client.log).not.toEqual([]));
    expect(client.log[0]).toBe(UNTRUSTED);
  });

  test("NodeMCU is Unreachable when nobody listens", async () => {
    const client = await connect(LUA_TLS, await freePort(), { ...NO_SECRETS, ca: here.cert });
    await client.told(UNREACHABLE);
  });

  test("NodeMCU holds no socket but its last, however often it connected", async () => {
    let board: SecureBoard | undefined;
    const engine = { ...LUA_TLS, start: async () => (board = await SecureBoard.start()) };
    const client = await connect(engine, await freePort());
    await until(() => expect(client.log.length).toBeGreaterThan(4));
    expect(board?.run("return socketsHeld()")).toBeLessThanOrEqual(1);
  });

  if (worker === undefined) notRun("xsnap worker not built (TLS)");
  else {
    test("Moddable is Unreachable when nobody listens", async () => {
      const client = await connect(xs(worker), await freePort());
      await until(() => expect(client.log).not.toEqual([]));
      expect(client.log[0]).toBe(UNREACHABLE);
    });

    test("Moddable is Untrusted when its TLS throws, which would else end the program", async () => {
      const start = async (): Promise<XsMachine> => {
        const machine = await XsMachine.start(worker);
        await machine.run("globalThis.isForeign = true");
        return machine;
      };
      const client = await connect({ ...xs(worker), start }, await secureBroker());
      await until(() => expect(client.log).not.toEqual([]));
      expect(client.log[0]).toBe(UNTRUSTED);
    });
  }

  if (program === undefined) notRun("espruino not installed (TLS)");
  else {
    test("Espruino takes certificates as PEM text", async () => {
      const client = await connect(espruino(program), await secureBroker(), { ...NO_SECRETS, ca: here.cert });
      await until(() => expect(client.log).not.toEqual([]));
      expect(client.log[0]).toBe("connect absent");
    });

    test("Espruino leaves no connection behind to a server that never shakes hands", async () => {
      const sockets = new Set<net.Socket>();
      const server = net.createServer((socket) => {
        sockets.add(socket);
        socket.on("error", () => {});
        socket.on("close", () => sockets.delete(socket));
        socket.resume();
      });
      const port = await listening(server);
      open.push(() => once(server.close(), "close"));
      const client = await connect(espruino(program), port, NO_SECRETS, 0.2);
      await until(() =>
        expect(client.log.filter((line) => line.startsWith("close")).length).toBeGreaterThan(3),
      );
      expect(sockets.size).toBeLessThanOrEqual(1);
    });
  }
}

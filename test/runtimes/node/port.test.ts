import { once } from "node:events";
import net from "node:net";
import tls from "node:tls";
import { afterEach, describe, expect, test, vi } from "vitest";
import { begin, makeMemory, putPayload } from "#bytes";
import type { Chunk, Frame } from "#bytes";
import * as ports from "#port";
import { Cause, Status } from "../../../src/client/status.ts";
import { PortEvent } from "../../../src/runtimes/port.ts";
import type { Secrets } from "../../../src/runtimes/port.ts";
import { freePort, listening } from "../../support/brokers.ts";
import { makeCertificate } from "../../support/certificates.ts";
import { notRun } from "../../support/not-run.ts";

const NO_SECRETS: Secrets = { ca: "", cert: "", key: "" };
/** Far more than anything here takes. */
const DEADLINE = { timeout: 5000, interval: 2 };
/** More than the network stack takes at once, so that the write is still under way. */
const LARGE_BYTES = 16 * 1024 * 1024;

/** What a test opened, closed after it in reverse order. */
const open: (() => unknown)[] = [];

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  while (open.length > 0) open.pop()?.();
});

function listen(watched: Watched, event: PortEvent, detail: Chunk | Cause): void {
  const { log } = watched;
  if (event === PortEvent.Received) log.push(`received ${Buffer.from(detail as Chunk).toString()}`);
  else if (event === PortEvent.Closed) log.push(`closed ${detail as Cause}`);
  else log.push(event === PortEvent.Opened ? "opened" : event === PortEvent.Sent ? "sent" : "wake");
}

/** A port, with all that it told as lines. */
class Watched {
  readonly log: string[] = [];
  readonly port: ports.Port;

  constructor(secrets?: Secrets) {
    this.port = ports.makePort(secrets);
    ports.bindPort(this.port, listen, this);
    open.push(() => ports.endPort(this.port));
  }

  open(number: number, host = "127.0.0.1", isSecure = false): this {
    ports.openPort(this.port, host, number, isSecure);
    return this;
  }

  async told(...lines: string[]): Promise<this> {
    await expect.poll(() => this.log, DEADLINE).toEqual(lines);
    return this;
  }

  send(text: string): boolean {
    return ports.sendFrame(this.port, frameOf(text));
  }
}

function frameOf(text: string): Frame {
  const frame = begin(Buffer.byteLength(text));
  putPayload(frame, text);
  return frame;
}

/** A server that keeps what it reads, and its connections. */
class Server {
  readonly sockets: net.Socket[] = [];
  readonly chunks: Buffer[] = [];
  ends = 0;
  port = 0;

  static async start(make: (take: (socket: net.Socket) => void) => net.Server): Promise<Server> {
    const server = new Server();
    const listener = make((socket) => server.take(socket));
    server.port = await listening(listener);
    open.push(() => {
      listener.close();
      for (const socket of server.sockets) socket.destroy();
    });
    return server;
  }

  private take(socket: net.Socket): void {
    this.sockets.push(socket);
    socket.on("data", (chunk) => this.chunks.push(chunk));
    socket.on("end", () => (this.ends += 1));
    socket.on("error", () => {});
  }

  get read(): Buffer {
    return Buffer.concat(this.chunks);
  }

  get socket(): net.Socket {
    return this.sockets.at(-1) as net.Socket;
  }
}

function startServer(): Promise<Server> {
  return Server.start((take) => net.createServer(take));
}

async function connected(): Promise<{ server: Server; watched: Watched }> {
  const server = await startServer();
  const watched = await new Watched().open(server.port).told("opened");
  await expect.poll(() => server.sockets.length, DEADLINE).toBe(1);
  return { server, watched };
}

describe("a transport", () => {
  test("tells opened, sent, received and closed in this order", async () => {
    const { server, watched } = await connected();
    expect(watched.send("ping")).toBe(true);
    await watched.told("opened", "sent");
    await expect.poll(() => server.read.toString(), DEADLINE).toBe("ping");
    server.socket.end("pong");
    await watched.told("opened", "sent", "received pong", `closed ${Cause.Ended}`);
  });

  test("tells nothing from within a call", async () => {
    const server = await startServer();
    const watched = new Watched().open(server.port);
    expect(watched.log).toEqual([]);
    await watched.told("opened");
    watched.send("x");
    ports.wakeAt(watched.port, ports.portNowMs(watched.port));
    expect(watched.log).toEqual(["opened"]);
  });

  test("tells sent once for each frame, and takes the next one then", async () => {
    const { server, watched } = await connected();
    expect(watched.send("one")).toBe(true);
    await watched.told("opened", "sent");
    expect(watched.send("three")).toBe(true);
    await watched.told("opened", "sent", "sent");
    await expect.poll(() => server.read.toString(), DEADLINE).toBe("onethree");
  });

  test("takes nothing before it opened, after it was closed, and after the other side closed", async () => {
    const server = await startServer();
    const watched = new Watched();
    expect(watched.send("x")).toBe(false);
    watched.open(server.port);
    expect(watched.send("x")).toBe(false);
    await watched.told("opened");
    ports.closePort(watched.port);
    expect(watched.send("x")).toBe(false);

    const other = await connected();
    other.server.socket.end();
    await other.watched.told("opened", `closed ${Cause.Ended}`);
    expect(other.watched.send("x")).toBe(false);
    expect(server.read.length + other.server.read.length).toBe(0);
  });

  test("that the other side breaks off is told as Reset", async () => {
    const { server, watched } = await connected();
    server.socket.resetAndDestroy();
    await watched.told("opened", `closed ${Cause.Reset}`);
  });

  test("opens again after it was closed, by either side", async () => {
    const { server, watched } = await connected();
    ports.closePort(watched.port);
    await watched.open(server.port).told("opened", "opened");
    await expect.poll(() => server.sockets.length, DEADLINE).toBe(2);
    server.socket.end();
    await watched.told("opened", "opened", `closed ${Cause.Ended}`);
    await watched.open(server.port).told("opened", "opened", `closed ${Cause.Ended}`, "opened");
    expect(watched.send("x")).toBe(true);
  });
});

describe("closePort", () => {
  test("still delivers what was accepted, and tells nothing more", async () => {
    const { server, watched } = await connected();
    server.socket.pause();
    watched.send("x".repeat(LARGE_BYTES));
    ports.closePort(watched.port);
    server.socket.resume();
    server.socket.write("too late");
    await expect.poll(() => server.ends, DEADLINE).toBe(1);
    expect(server.read.length).toBe(LARGE_BYTES);
    expect(watched.log).toEqual(["opened"]);
  });

  test("delivers it as it was, though the frame is filled again for the next connection", async () => {
    const { server, watched } = await connected();
    const frame = frameOf("x".repeat(LARGE_BYTES));
    server.socket.pause();
    ports.sendFrame(watched.port, frame);
    ports.closePort(watched.port);
    frame.bytes.fill(0);
    server.socket.resume();
    await expect.poll(() => server.ends, DEADLINE).toBe(1);
    expect(server.read.indexOf(0)).toBe(-1);
  });

  test("gives up after two seconds on another side that reads nothing", async () => {
    const { server, watched } = await connected();
    const { socket } = server;
    socket.pause();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    watched.send("x".repeat(LARGE_BYTES));
    ports.closePort(watched.port);
    vi.advanceTimersByTime(1999);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(1);
    vi.useRealTimers();
    const closed = once(socket, "close");
    socket.resume();
    await closed;
    expect(server.read.length).toBeLessThan(LARGE_BYTES);
    expect(watched.log).toEqual(["opened"]);
  });

  test("before it opened gives it up, and only the next one is told", async () => {
    const server = await startServer();
    const watched = new Watched().open(server.port);
    ports.closePort(watched.port);
    await watched.open(server.port).told("opened");
    server.socket.end();
    await watched.told("opened", `closed ${Cause.Ended}`);
  });

  test("twice, and without a transport, does nothing", async () => {
    const watched = new Watched();
    ports.closePort(watched.port);
    ports.closePort(watched.port);
    expect(watched.log).toEqual([]);
  });
});

describe("a transport that cannot be opened", () => {
  for (const host of ["127.0.0.1", "localhost"])
    test(`is told as Unreachable when nobody listens on ${host}`, async () => {
      await new Watched().open(await freePort(), host).told(`closed ${Cause.Unreachable}`);
    });

  test("is told as UnknownHost when the name has no address", async () => {
    // A name that the resolver refuses without asking a network: a label may have 63 characters.
    await new Watched().open(1883, `${"x".repeat(64)}.invalid`).told(`closed ${Cause.UnknownHost}`);
  });
});

describe("the clock and the timer", () => {
  test("nowMs counts whole milliseconds and wraps at 2^30", () => {
    const { port } = new Watched();
    vi.spyOn(performance, "now")
      .mockReturnValueOnce(2 ** 30 - 0.1)
      .mockReturnValueOnce(2 ** 30 + 7.9);
    expect(ports.portNowMs(port)).toBe(2 ** 30 - 1);
    expect(ports.portNowMs(port)).toBe(7);
  });

  test("wakeAt wakes once, at its time, also across the wrap", () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    vi.spyOn(performance, "now").mockReturnValue(2 ** 30 - 10);
    const watched = new Watched();
    ports.wakeAt(watched.port, 15);
    vi.advanceTimersByTime(24);
    expect(watched.log).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(watched.log).toEqual(["wake"]);
    vi.advanceTimersByTime(2 ** 30);
    expect(watched.log).toEqual(["wake"]);
  });

  test("a new wakeAt replaces the old one, and endPort stops it", () => {
    vi.useFakeTimers();
    const watched = new Watched();
    const nowMs = ports.portNowMs(watched.port);
    ports.wakeAt(watched.port, nowMs + 50);
    ports.wakeAt(watched.port, nowMs + 1000);
    vi.advanceTimersByTime(999);
    expect(watched.log).toEqual([]);
    ports.wakeAt(watched.port, nowMs + 1000);
    vi.advanceTimersByTime(1);
    expect(watched.log).toEqual(["wake"]);
    ports.wakeAt(watched.port, nowMs + 2000);
    ports.endPort(watched.port);
    vi.runAllTimers();
    expect(watched.log).toEqual(["wake"]);
  });

  test("a time that has passed wakes at the next turn of the event loop", () => {
    vi.useFakeTimers();
    const watched = new Watched();
    ports.wakeAt(watched.port, (ports.portNowMs(watched.port) + 2 ** 30 - 5000) % 2 ** 30);
    expect(watched.log).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(watched.log).toEqual(["wake"]);
  });

  test("the farthest time that the client's clock has is not mistaken for a passed one", () => {
    vi.useFakeTimers();
    const watched = new Watched();
    ports.wakeAt(watched.port, (ports.portNowMs(watched.port) + 2 ** 29 - 1) % 2 ** 30);
    vi.advanceTimersByTime(2 ** 29 - 2);
    expect(watched.log).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(watched.log).toEqual(["wake"]);
  });
});

describe("what a computer has, and has not", () => {
  test("identity is eight characters that stay the same", () => {
    const { port } = new Watched();
    expect(ports.identity(port)).toMatch(/^[0-9a-f]{8}$/);
    expect(ports.identity(port)).toBe(ports.identity(port));
  });

  test("two ports of one process have different identities, for their clients would push each other out", () => {
    expect(ports.identity(new Watched().port)).not.toBe(ports.identity(new Watched().port));
  });

  test("transfer is Unsupported, and changes nothing", () => {
    const memory = makeMemory(2);
    const step = { write: [1], waitMs: 0, readBytes: 2, at: 0 };
    const place = { bus: "i2c", address: 0x76 } as const;
    expect(ports.transfer(new Watched().port, place, step, memory)).toBe(Status.Unsupported);
    expect([...memory]).toEqual([0, 0]);
  });
});

/** Certificates: a server on this computer, a server elsewhere, a client. */
const here = makeCertificate("here", "IP:127.0.0.1,DNS:localhost");

if (here === undefined) notRun("openssl not installed (TLS)");
else {
  const elsewhere = makeCertificate("elsewhere", "DNS:broker.example") as typeof here;
  const client = makeCertificate("client", "DNS:client.example") as typeof here;

  const startSecure = (options: tls.TlsOptions): Promise<Server> =>
    Server.start((take) => tls.createServer(options, take).on("tlsClientError", () => {}));

  describe("TLS", () => {
    for (const host of ["127.0.0.1", "localhost"])
      test(`opens to ${host} when its certificate is trusted, and carries bytes both ways`, async () => {
        const server = await startSecure(here);
        const watched = await new Watched({ ...NO_SECRETS, ca: here.cert })
          .open(server.port, host, true)
          .told("opened");
        watched.send("secret");
        await expect.poll(() => server.read.toString(), DEADLINE).toBe("secret");
        server.socket.end("answer");
        await watched.told("opened", "sent", "received answer", `closed ${Cause.Ended}`);
      });

    test("is Untrusted when nobody vouches for the certificate", async () => {
      const server = await startSecure(here);
      await new Watched().open(server.port, "127.0.0.1", true).told(`closed ${Cause.Untrusted}`);
      expect(server.read.length).toBe(0);
    });

    test("is Untrusted when somebody else vouches", async () => {
      const server = await startSecure(here);
      const secrets = { ...NO_SECRETS, ca: elsewhere.cert };
      await new Watched(secrets).open(server.port, "127.0.0.1", true).told(`closed ${Cause.Untrusted}`);
    });

    for (const host of ["127.0.0.1", "localhost"])
      test(`is Untrusted when a trusted certificate is for another host than ${host}`, async () => {
        const server = await startSecure(elsewhere);
        const secrets = { ...NO_SECRETS, ca: elsewhere.cert };
        await new Watched(secrets).open(server.port, host, true).told(`closed ${Cause.Untrusted}`);
      });

    test("is Untrusted when the other side does not speak TLS", async () => {
      const server = await startServer();
      const watched = new Watched().open(server.port, "127.0.0.1", true);
      await expect.poll(() => server.read.length, DEADLINE).toBeGreaterThan(0);
      server.socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
      await watched.told(`closed ${Cause.Untrusted}`);
    });

    test("shows its own certificate to a broker that wants one", async () => {
      const server = await startSecure({ ...here, ca: client.cert, requestCert: true });
      const watched = new Watched({ ca: here.cert, ...client }).open(server.port, "127.0.0.1", true);
      await watched.told("opened");
      await expect.poll(() => server.sockets.length, DEADLINE).toBe(1);
      expect((server.socket as tls.TLSSocket).getPeerCertificate().subject.CN).toBe("client");
    });

    test("is Untrusted when the broker wants a certificate and there is none", async () => {
      const server = await startSecure({ ...here, ca: client.cert, requestCert: true });
      const watched = new Watched({ ...NO_SECRETS, ca: here.cert }).open(server.port, "127.0.0.1", true);
      // With TLS 1.3 our side is done before the broker has looked.
      await expect.poll(() => watched.log.at(-1), DEADLINE).toBe(`closed ${Cause.Untrusted}`);
    });
  });
}

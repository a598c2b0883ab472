/*
 * A client of which a build leaves something out: bundled with the conditions of package.json's imports, as the
 * toolchain does it for a board, loaded, and connected to a network that takes every frame at once.
 */
import { build } from "esbuild";
import type * as inbound from "#inbound";
import type * as check from "#check";
import type * as flush from "#flush";
import type * as connection from "../../src/client/connection.ts";
import type { ClientOptions } from "../../src/client/options.ts";
import type * as publishing from "../../src/client/publish.ts";
import type * as receiving from "../../src/client/receive.ts";
import type * as sending from "../../src/client/send.ts";
import type * as making from "../../src/client/state.ts";
import type { Client } from "../../src/client/state.ts";
import { connack, logHandlers, START_MS, testOptions } from "./client.ts";

const ENTRY = `
  export { makeClient } from "./src/client/state.ts";
  export { start, opened, closed, sent, tick, disconnect } from "./src/client/connection.ts";
  export { publishMessage } from "./src/client/publish.ts";
  export { nextFrame } from "./src/client/send.ts";
  export { received } from "./src/client/receive.ts";
  export { subscribe, unsubscribe } from "#inbound";
  export { isFlushed, wantFlush } from "#flush";
  export { checkOptions } from "#check";
`;

/** What that entry exports. */
export type Build = typeof connection &
  typeof publishing &
  typeof receiving &
  typeof sending &
  typeof making &
  typeof inbound &
  typeof flush &
  typeof check;

/** The text of a client without these features: "inbound" stands for the condition no-inbound. */
export async function bundleWithout(...features: string[]): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: ENTRY, resolveDir: ".", loader: "ts" },
    bundle: true,
    format: "esm",
    platform: "node",
    conditions: features.map((feature) => `no-${feature}`),
    write: false,
    minify: true,
  });
  return (outputFiles[0] as { text: string }).text;
}

export async function loadWithout(...features: string[]): Promise<Build> {
  const text = await bundleWithout(...features);
  return (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as Build;
}

/** A client of a build, with what it tells and writes. */
export class Spare {
  readonly log: string[] = [];
  readonly client: Client;
  nowMs = START_MS;

  constructor(
    readonly build: Build,
    changes: ClientOptions = {},
  ) {
    this.client = build.makeClient(
      testOptions({ ...logHandlers(this.log, changes), ...without(changes) }),
      "board",
      START_MS,
    );
  }

  /** Start, open, greet, and be accepted; answers what was written behind CONNECT. */
  up(isSessionPresent = false): Uint8Array {
    this.build.start(this.client, this.nowMs);
    this.build.opened(this.client, this.nowMs);
    this.written();
    this.receive(connack(0, isSessionPresent));
    return this.written();
  }

  receive(...chunks: Uint8Array[]): this {
    for (const chunk of chunks) this.build.received(this.client, chunk, this.nowMs);
    return this;
  }

  lose(): this {
    this.build.closed(this.client, 0, this.nowMs);
    return this;
  }

  pass(ms: number): this {
    this.nowMs = (this.nowMs + ms) % 2 ** 30;
    this.build.tick(this.client, this.nowMs);
    return this;
  }

  written(): Uint8Array {
    const parts: Uint8Array[] = [];
    for (let bytes = this.build.nextFrame(this.client, this.nowMs); bytes > 0;) {
      parts.push(this.client.tx.bytes.slice(0, bytes));
      this.build.sent(this.client, this.nowMs);
      bytes = this.build.nextFrame(this.client, this.nowMs);
    }
    return new Uint8Array(Buffer.concat(parts));
  }
}

/** The options but for the handlers, which the log calls. */
function without(options: ClientOptions): ClientOptions {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !name.startsWith("on")));
}

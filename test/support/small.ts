/*
 * A small client over a port of paper, bundled with the conditions of package.json's imports as the toolchain does it
 * for a board: modules that are mocked one by one would wait for each other, because the small ones import in circles.
 */
import { build } from "esbuild";
import type { Plugin } from "esbuild";
import type * as face from "../../src/runtimes/small/face.ts";
import type { ConnectOptions } from "../../src/runtimes/face.ts";
import type { SmallClient } from "../../src/runtimes/small/state.ts";
import { connack, logHandlers } from "./client.ts";
import type { FakePort } from "./fake-port.ts";
import { words } from "./wire.ts";

export type Face = typeof face;

/** The port of Node, but that the secrets are the port itself. */
const PAPER = `
  export * from "./src/runtimes/node/port.ts";
  export const makePort = (port) => port;
`;

const paper: Plugin = {
  name: "paper",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^#port$/ }, () => ({ path: "port", namespace: "paper" }));
    onLoad({ filter: /.*/, namespace: "paper" }, () => ({ contents: PAPER, resolveDir: "." }));
  },
};

/** The small client without these features: "inbound" stands for the condition no-inbound. */
export async function loadSmall(...features: string[]): Promise<Face> {
  const { outputFiles } = await build({
    entryPoints: ["src/runtimes/small/face.ts"],
    bundle: true,
    format: "esm",
    platform: "node",
    conditions: features.map((feature) => `no-${feature}`),
    plugins: [paper],
    write: false,
  });
  const text = (outputFiles[0] as { text: string }).text;
  return (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as Face;
}

export class SmallBench {
  readonly log: string[] = [];
  readonly mqtt: SmallClient;

  constructor(
    readonly face: Face,
    readonly port: FakePort,
    options: Partial<ConnectOptions> = {},
  ) {
    const limits = {
      txBytes: 128,
      rxBytes: 64,
      outboxBytes: 128,
      outboxEntries: 4,
      subscriptions: 2,
      seed: 7,
    };
    const named = { host: "broker", clientId: "peer1", ...limits, ...options, secrets: port as never };
    this.mqtt = face.connect({ ...named, ...logHandlers(this.log, options) });
  }

  /** Open, greet, and be accepted; nothing of it is in the log. */
  up(isSessionPresent = false): this {
    this.port.opened().sent().received(connack(0, isSessionPresent));
    this.log.length = 0;
    this.port.told();
    return this;
  }

  /** What was written since the last question, as lines; each frame is passed on until there is no more. */
  written(): string[] {
    const lines: string[] = [];
    for (let bytes = this.port.written(); bytes.length > 0; bytes = this.port.written()) {
      lines.push(...words(bytes));
      this.port.sent();
    }
    return lines;
  }

  /** What the handlers were told since the last question. */
  told(): string[] {
    return this.log.splice(0);
  }

  publish(payload: string, qos = 0, retain = false): number {
    return this.face.publish(this.mqtt, "t", payload, qos, retain);
  }
}

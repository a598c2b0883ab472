/*
 * One wake of a client over the real network: connect, do what waits, and leave as soon as it is safe.
 */
import { bindPort, makePort, portNowMs } from "#port";
import { disconnect, start } from "../../src/client/connection.ts";
import { isDone } from "../../src/client/done.ts";
import { Link } from "../../src/client/link.ts";
import type { ClientOptions } from "../../src/client/options.ts";
import { makeClient } from "../../src/client/state.ts";
import type { Client } from "../../src/client/state.ts";
import { driveTold, pump, rest, waitUntil } from "../../src/runtimes/drive.ts";
import type { Drive } from "../../src/runtimes/drive.ts";

export class Waker {
  readonly client: Client;
  private readonly drive: Drive;

  constructor(port: number, options: ClientOptions) {
    const own = makePort(undefined);
    this.client = makeClient(options, "board", portNowMs(own));
    const address = { host: "127.0.0.1", port };
    this.drive = {
      client: this.client,
      port: own,
      address,
      hasTransport: false,
      wakeMs: 0,
      isTimerSet: false,
    };
  }

  /** Answers when the client is down again, whoever ended it. */
  async wake(): Promise<void> {
    const { client, drive } = this;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        waitUntil(drive, pump(drive));
        if (client.link === Link.Up && isDone(client)) {
          disconnect(client, portNowMs(drive.port));
          waitUntil(drive, pump(drive));
        }
        if (client.link !== Link.Down && client.link !== Link.Waiting) return;
        rest(drive);
        resolve();
      };
      bindPort(
        drive.port,
        (_owner, event, detail) => {
          driveTold(drive, event, detail);
          go();
        },
        this,
      );
      start(client, portNowMs(drive.port));
      go();
    });
  }
}

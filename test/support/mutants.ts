/*
 * Stations that break a promise each, and a broker's machine that does: what a storm must find.
 */
import { addEntry, EntryFlag, Field, fieldAt, removeEntry } from "../../src/client/outbox.ts";
import { keptChunk } from "#bytes";
import type { Artefact, BoardCall, BoardEvent, Kept, Outcome } from "../../src/simulator/engines/engine.ts";
import { StationEngine } from "../../src/simulator/engines/station-engine.ts";
import { packetsOf } from "./wire.ts";

/** A station whose calls are spoilt on their way to the board. */
abstract class Mutant extends StationEngine {
  protected abstract spoil(calls: BoardCall[]): BoardCall[];

  override start(artefact: Artefact, nowMs: number, kept: Kept): Outcome {
    return this.spoilt(super.start(artefact, nowMs, kept));
  }

  override step(nowMs: number, ...events: BoardEvent[]): Outcome {
    return this.spoilt(super.step(nowMs, ...events));
  }

  private spoilt({ calls, dueMs }: Outcome): Outcome {
    return { calls: this.spoil(calls), dueMs };
  }

  protected get outbox() {
    return this.runner?.client.outbox;
  }
}

const isPublish = (call: BoardCall): call is Extract<BoardCall, { call: "write" }> =>
  call.call === "write" && packetsOf(call.bytes).packets.every(({ cmd }) => cmd === "publish");

/** Changes each write that holds nothing but PUBLISH packets. */
abstract class WritesOtherwise extends Mutant {
  protected abstract rewrite(bytes: Uint8Array): Uint8Array;

  protected spoil(calls: BoardCall[]): BoardCall[] {
    return calls.map((call) => (isPublish(call) ? { ...call, bytes: this.rewrite(call.bytes) } : call));
  }
}

export class Duplicates extends WritesOtherwise {
  protected rewrite(bytes: Uint8Array): Uint8Array {
    return Uint8Array.from(Buffer.concat([bytes, bytes]));
  }
}

export class SetsDup extends WritesOtherwise {
  protected rewrite(bytes: Uint8Array): Uint8Array {
    return bytes.map((byte, at) => (at === 0 ? byte | 8 : byte));
  }
}

export class Invents extends WritesOtherwise {
  protected rewrite(bytes: Uint8Array): Uint8Array {
    const text = Buffer.from(bytes)
      .toString("latin1")
      .replace(/"temperatureC":../, '"temperatureC":77');
    return Uint8Array.from(Buffer.from(text, "latin1"));
  }
}

/** Drops its newest reading of three, and says nothing. */
export class Loses extends Mutant {
  protected spoil(calls: BoardCall[]): BoardCall[] {
    const { outbox } = this;
    if (outbox !== undefined && outbox.count === 3 && outbox.sentCount === 0) removeEntry(outbox, 2);
    return calls;
  }
}

/** The oldest of three waiting readings goes to the end of the queue. */
export class Reorders extends Mutant {
  protected spoil(calls: BoardCall[]): BoardCall[] {
    const { outbox } = this;
    if (outbox === undefined || outbox.count !== 3 || outbox.sentCount > 0) return calls;
    const bytes = fieldAt(outbox, 0, Field.Bytes);
    const topic = fieldAt(outbox, 0, Field.Topic);
    const values = keptChunk(outbox.store, 0, 0, bytes).slice();
    removeEntry(outbox, 0);
    addEntry(outbox, EntryFlag.Qos1, topic, "", values, bytes);
    return calls;
  }
}

/** Gives up after its tenth attempt. */
export class GivesUp extends Mutant {
  private attempts = 0;

  protected spoil(calls: BoardCall[]): BoardCall[] {
    return calls.filter((call) => {
      if (call.call === "connect") this.attempts += 1;
      return call.call !== "connect" || this.attempts <= 10;
    });
  }
}

export class Throws extends Mutant {
  protected spoil(calls: BoardCall[]): BoardCall[] {
    const isClosing = calls.some(({ call }) => call === "close");
    return isClosing ? [...calls, { call: "fault", text: "undefined is not a function" }] : calls;
  }
}

/** Stops measuring once it has lost a connection. */
export class Stops extends Mutant {
  protected spoil(calls: BoardCall[]): BoardCall[] {
    if (this.runner !== undefined && this.runner.client.counters.closes > 2) this.runner.isResting = true;
    return calls;
  }
}

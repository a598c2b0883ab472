/*
 * The contract between Catnap and the outside of a runtime: network, clock, one timer, buses.
 * Each runtime's port.ts, reached as #port, exports the functions of PortModule. A port decides nothing: it
 * does what it is told and tells what happened. What it cannot do it answers with Status.Unsupported.
 */
import type { Chunk, Frame, Memory } from "#bytes";
import type { Cause, Status } from "../client/status.ts";
import type { Step } from "../sensors/sensor.ts";

/** What a port tells. */
export const enum PortEvent {
  Opened = 0,
  /** The detail is the chunk, valid until the call returns. */
  Received = 1,
  /** The frame of the last send was handed to the network stack and may be filled again. */
  Sent = 2,
  /** The transport is gone, or could not be opened; the detail is the Cause. Never after closePort. */
  Closed = 3,
  /** The reading of wakeAt has come. */
  Wake = 4,
  /** The network is joined (board.ts); the detail is a chunk of at most 24 bytes, the hint for the next time. */
  Joined = 5,
  /** The network was not joined, or is lost; the detail is the Cause. */
  Unjoined = 6,
}

/**
 * Who is told: from the top of the event loop, never from inside a call to the port. The owner is handed back in every
 * call, because on a board a record is cheaper than a closure; one function serves all events, because each costs memory.
 */
export type Listener<Owner> = (this: void, owner: Owner, event: PortEvent, detail: Chunk | Cause) => void;

/** Which certificates to trust and to show. Empty texts, and no record at all, mean the runtime's own. */
export interface Secrets {
  /** PEM text of the authority that signed the broker's certificate. */
  ca: string;
  /** PEM text of a client certificate, with its key. */
  cert: string;
  key: string;
}

/**
 * How a chip is connected. On 1-Wire a step begins with a reset. What transfer reads on the last four:
 *   dht      the five bytes of a DHT22, with a step that writes nothing, behind one that writes anything to ask for them
 *   analog   two bytes, the highest first: the share of full scale, 0 to 65535
 *   digital  one byte: 1 while the pin is high
 *   pulse    three bytes, the highest first: falling edges since the board began to count, modulo 2^24
 */
export type Bus = "i2c" | "onewire" | "dht" | "analog" | "digital" | "pulse";

/** Where a chip is connected. */
export interface Place {
  bus: Bus;
  /** Seven-bit address on I2C, else the GPIO; 0 for the one analog pin of an ESP8266, which is none. */
  address: number;
}

/** The shape of #port; Port is whatever record a runtime needs. */
export interface PortModule<Port> {
  makePort: (this: void, secrets: Secrets | undefined) => Port;
  /** Say who is told what happens; before openPort and wakeAt. */
  bindPort: <Owner>(this: void, port: Port, listener: Listener<Owner>, owner: Owner) => void;
  /**
   * Begin to open; exactly one of Opened and Closed follows, unless closePort comes first. Where there is no TLS, or in a
   * build without it, a secure connection is Closed as Untrusted.
   */
  openPort: (this: void, port: Port, host: string, number: number, isSecure: boolean) => void;
  /**
   * Take a frame, which is the port's until Sent; one at a time.
   *
   * @returns  false when there is no open transport: nothing was taken
   */
  sendFrame: (this: void, port: Port, frame: Frame) => boolean;
  /** Close in order: what was told as Sent still goes out; what was not may be lost. No event follows. */
  closePort: (this: void, port: Port) => void;
  /** Milliseconds since boot, modulo 2^30. */
  portNowMs: (this: void, port: Port) => number;
  /** Set the one timer; a new call replaces the old. */
  wakeAt: (this: void, port: Port, dueMs: number) => void;
  /** The same by its length, 0 to half of what the clock holds, for whoever reads no clock. */
  wakeIn: (this: void, port: Port, delayMs: number) => void;
  /** Close and stop the timer: nothing is wanted until openPort or wakeAt is called again. */
  endPort: (this: void, port: Port) => void;
  /**
   * Perform one step on a bus.
   *
   * @param memory  receives what was read, from step.at on; unchanged on failure
   * @returns       Status.Ok, Status.Absent when nobody acknowledged, Status.Unsupported without such a bus
   */
  transfer: (this: void, port: Port, place: Place, step: Step, memory: Memory) => Status;
  /** A text that differs between boards and stays the same on one: the chip id. */
  identity: (this: void, port: Port) => string;
}

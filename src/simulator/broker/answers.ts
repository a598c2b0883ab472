/*
 * What goes out on one connection: answers to what came in one segment leave together, everything else at once; or as
 * the quirk `writes` has it.
 */
import type { Connection } from "../network/network.ts";
import type { Quirks } from "./quirks.ts";

export class Answers {
  private parts: Uint8Array[] = [];
  private late: Uint8Array[] = [];
  private isHeld = false;

  constructor(
    private readonly connection: Connection,
    private readonly writes: Quirks["writes"],
  ) {}

  /** Gather from now on. */
  hold(): void {
    this.isHeld = true;
  }

  /** @param isLate  behind all others of its segment */
  write(packet: Uint8Array, isLate = false): void {
    if (!this.isHeld) this.send(packet);
    else if (isLate) this.late.push(packet);
    else this.parts.push(packet);
  }

  /** What was gathered is not sent. */
  forget(): void {
    this.parts = [];
    this.late = [];
  }

  /** Send what was gathered. */
  release(): void {
    this.isHeld = false;
    const parts = this.late.length === 0 ? this.parts : [...this.parts, ...this.late];
    if (parts.length === 0) return;
    this.parts = [];
    this.late = [];
    if (this.writes !== "glued") for (const part of parts) this.send(part);
    else this.send(parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts));
  }

  private send(bytes: Uint8Array): void {
    if (this.writes !== "bytewise") this.connection.write(bytes);
    else for (let at = 0; at < bytes.length; at += 1) this.connection.write(bytes.subarray(at, at + 1));
  }
}

/*
 * The fields of a packet's body, one after the other: numbers, texts, data.
 * Source: MQTT 3.1.1, section 1.5.
 */
import { Violation } from "./violation.ts";

const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Short, and ASCII without U+0000: most topics are, and a TextDecoder costs more than all else of a packet. */
function isPlain(bytes: Uint8Array): boolean {
  if (bytes.length > 128) return false;
  for (const byte of bytes) if (byte === 0 || byte > 127) return false;
  return true;
}

export class Fields {
  private at = 0;

  constructor(
    /** Of the packet, for the sentence. */
    private readonly name: string,
    private readonly bytes: Uint8Array,
  ) {}

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  byte(what: string): number {
    return this.bytes[this.advance(1, what)] as number;
  }

  u16(what: string): number {
    const at = this.advance(2, what);
    return (this.bytes[at] as number) * 256 + (this.bytes[at + 1] as number);
  }

  packetId(): number {
    const id = this.u16("packet id");
    if (id === 0) throw new Violation(`${this.name} with packet id 0`, "2.3.1");
    return id;
  }

  /** Bytes behind their length, as the caller's own. */
  copy(what: string): Uint8Array {
    return new Uint8Array(this.data(what));
  }

  text(what: string): string {
    const bytes = this.data(what);
    if (isPlain(bytes)) return String.fromCharCode.apply(null, bytes as unknown as number[]);
    if (bytes.includes(0)) throw new Violation(`${this.name} with U+0000 in its ${what}`, "1.5.3");
    try {
      return UTF8.decode(bytes);
    } catch {
      throw new Violation(`${this.name} with a ${what} that is not UTF-8`, "1.5.3");
    }
  }

  /** All that is left, as the caller's own. */
  rest(): Uint8Array {
    return new Uint8Array(this.take(this.bytes.length - this.at, "payload"));
  }

  /** Nothing may be left. */
  end(): void {
    if (!this.isAtEnd) throw new Violation(`${this.name} that goes on behind its last field`, "2.2.3");
  }

  private data(what: string): Uint8Array {
    return this.take(this.u16(`${what} length`), what);
  }

  private take(count: number, what: string): Uint8Array {
    const from = this.advance(count, what);
    return this.bytes.subarray(from, from + count);
  }

  /** @returns where the field begins */
  private advance(count: number, what: string): number {
    const from = this.at;
    if (from + count > this.bytes.length)
      throw new Violation(`${this.name} that ends within its ${what}`, "2.2.3");
    this.at = from + count;
    return from;
  }
}

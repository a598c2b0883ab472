/*
 * Names of hosts and their addresses, as a board's stack asks for them.
 */
import { DNS_WAITS_MS } from "./conditions.ts";
import type { Air } from "./way.ts";

const ADDRESS = /^\d+\.\d+\.\d+\.\d+$/;

export class Names {
  /** Host to address. */
  readonly table = new Map<string, string>();
  /** The name server answers nobody. */
  isDown = false;
  private admitted = 0;

  constructor(private readonly air: Air) {}

  /** Somebody listens at a host: it has an address from now on. @returns  the address */
  admit(host: string): string {
    const known = this.at(host);
    if (known !== undefined) return known;
    this.admitted += 1;
    const address = `10.0.1.${this.admitted}`;
    this.table.set(host, address);
    return address;
  }

  /** An address is its own; undefined for a name that nobody knows. */
  at(host: string): string | undefined {
    return ADDRESS.test(host) ? host : this.table.get(host);
  }

  /** What a stack that waits for the answer gets, at once: the simulator takes no time from it. */
  resolve(host: string): string | undefined {
    const canAsk = this.air.isUp && !this.isDown;
    return canAsk || ADDRESS.test(host) ? this.at(host) : undefined;
  }

  /** How long asking takes; the last time belongs to an answer that never came. */
  waitMs(host: string): { ms: number; hasAnswer: boolean } {
    if (ADDRESS.test(host)) return { ms: 0, hasAnswer: true };
    let ms = 0;
    for (const waitMs of DNS_WAITS_MS) {
      if (this.isAnswered()) return { ms: ms + this.air.conditions.dnsMs, hasAnswer: true };
      ms += waitMs;
    }
    return { ms, hasAnswer: false };
  }

  /** A question or its answer may be lost on its way. */
  private isAnswered(): boolean {
    const { loss } = this.air.conditions;
    const { dice } = this.air;
    return !this.isDown && (loss === 0 || (!dice.chance(loss) && !dice.chance(loss)));
  }
}

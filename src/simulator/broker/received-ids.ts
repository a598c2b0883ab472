/*
 * What the packet ids of a client mean over time: an id that is in use for another message, a message that comes again
 * without DUP, and one with DUP that cannot have come before. Judged only where no loss can excuse it.
 * Source: MQTT 3.1.1, sections 2.3.1 and 3.3.1.1.
 */
import type { PublishRequest } from "./decode.ts";
import { Violation } from "./violation.ts";

/** What an id stood for last on this connection. */
interface Use {
  /** Of the message; 0 for SUBSCRIBE and UNSUBSCRIBE. */
  hash: number;
  atMs: number;
  /** The number of the segment it came with. */
  segment: number;
  /** How often the client's stack had acknowledged everything by then. */
  sentCount: number;
}

/** FNV-1a over topic, payload, QoS and retain; DUP is none of it. Never 0. */
function hashOf({ topic, payload, qos, isRetained }: PublishRequest): number {
  let mixed = 0x811c9dc5 ^ (qos * 2 + Number(isRetained));
  for (let at = 0; at < topic.length; at += 1) mixed = Math.imul(mixed ^ topic.charCodeAt(at), 0x01000193);
  // A byte no topic ends with, so that "a" + "b" is not "ab" + "".
  mixed = Math.imul(mixed ^ 0x1ff, 0x01000193);
  for (const byte of payload) mixed = Math.imul(mixed ^ byte, 0x01000193);
  return mixed >>> 0 || 1;
}

export class ReceivedIds {
  private readonly uses = new Map<number, Use>();
  private segment = 0;
  private sentCount = 0;

  /**
   * @param doubtful     hashes of messages of earlier connections whose answer perhaps never arrived, by id
   * @param isClean      nothing was sent before this connection
   * @param roundTripMs  no answer reaches the client sooner
   */
  constructor(
    private readonly doubtful: Map<number, number>,
    private readonly isClean: boolean,
    private readonly roundTripMs: number,
  ) {}

  /** Another segment has come. */
  received(): void {
    this.segment += 1;
  }

  /** All answers have reached the client's stack. */
  sent(): void {
    this.sentCount += 1;
  }

  /** @throws Violation */
  published(message: PublishRequest, nowMs: number): void {
    const { id, isDup } = message;
    const hash = hashOf(message);
    const use = this.uses.get(id);
    this.checkFree("PUBLISH", id, hash, nowMs);
    const isOpen = use !== undefined && use.sentCount === this.sentCount;
    const isAgain = (isOpen && use.hash === hash) || this.doubtful.get(id) === hash;
    if (isAgain && !isDup) throw new Violation(`PUBLISH ${id} again, but with DUP 0`, "3.3.1.1");
    const isFirst = use === undefined ? this.isClean : use.hash !== hash;
    if (isFirst && isDup) throw new Violation(`PUBLISH ${id} for the first time, but with DUP 1`, "3.3.1.1");
    this.note(id, hash, nowMs);
  }

  /** @throws Violation */
  asked(name: string, id: number, nowMs: number): void {
    this.checkFree(name, id, 0, nowMs);
    this.note(id, 0, nowMs);
  }

  /** The connection is gone. What was not acknowledged by the client's stack is doubtful from now on. */
  ended(): void {
    for (const [id, { hash, sentCount }] of this.uses)
      if (hash !== 0 && sentCount === this.sentCount) this.doubtful.set(id, hash);
  }

  private checkFree(name: string, id: number, hash: number, nowMs: number): void {
    const use = this.uses.get(id);
    if (use === undefined || (use.hash === hash && hash !== 0)) return;
    const isUnanswered = use.segment === this.segment || nowMs - use.atMs < this.roundTripMs;
    if (isUnanswered)
      throw new Violation(`${name} ${id} while id ${id} is in use for another packet`, "2.3.1");
  }

  private note(id: number, hash: number, atMs: number): void {
    this.doubtful.delete(id);
    const { segment, sentCount } = this;
    const use = this.uses.get(id);
    if (use === undefined) this.uses.set(id, { hash, atMs, segment, sentCount });
    else Object.assign(use, { hash, atMs, segment, sentCount });
  }
}

/*
 * Counts what reaches a broker, once each: a message that is repeated because its acknowledgement was lost arrived
 * before, and one whose first copy was lost did not.
 */

/** More than any outbox holds: what is repeated is not older. */
const REMEMBERED = 1024;

export class Arrivals {
  count = 0;
  repeats = 0;
  private readonly last: string[] = [];

  /** @returns  whether it is new */
  add(topic: string, payload: string, isDup: boolean): boolean {
    const message = `${topic} ${payload}`;
    if (isDup && this.last.includes(message)) {
      this.repeats += 1;
      return false;
    }
    this.last[this.count % REMEMBERED] = message;
    this.count += 1;
    return true;
  }
}

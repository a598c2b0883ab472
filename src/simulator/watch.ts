/*
 * Waits for a text in what a run shows: printed lines, topics, payloads.
 */

export type Verdict = "expected" | "failed";

export class Watch {
  /** What was seen first, of what it was waiting for. */
  verdict: Verdict | undefined;

  constructor(
    private readonly expected: string | undefined,
    private readonly failing: string | undefined,
    private readonly seen: () => void = () => {},
  ) {}

  see(text: string): void {
    if (this.verdict !== undefined) return;
    // A line that has both is no success.
    if (this.failing !== undefined && text.includes(this.failing)) this.verdict = "failed";
    else if (this.expected !== undefined && text.includes(this.expected)) this.verdict = "expected";
    if (this.verdict !== undefined) this.seen();
  }
}

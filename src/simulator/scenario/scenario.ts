/*
 * Lets the steps of a scenario happen in a world, one after the other.
 */
import { spellText, strike } from "../faults/faults.ts";
import type { Setting } from "../faults/setting.ts";
import { timeText } from "../world/trace.ts";
import type { Step } from "./steps.ts";

export class Scenario {
  /** All steps are over, and did not fail. */
  isDone = false;
  /** Why it failed, with the line; undefined as long as it has not. */
  failure: string | undefined;
  private setting: Setting | undefined;
  private at = 0;
  /** Of the text that is waited for. */
  private awaited: { text: string; ticket: number } | undefined;

  /**
   * @param name   of the file, for messages
   * @param ended  told once it is done or has failed
   */
  constructor(
    private readonly steps: readonly Step[],
    private readonly name: string,
    private readonly ended: () => void = () => {},
  ) {}

  begin(setting: Setting): void {
    this.setting = setting;
    this.next();
  }

  /** A printed line, a topic or a payload. */
  see(text: string): void {
    const { awaited, setting } = this;
    if (awaited === undefined || setting === undefined || !text.includes(awaited.text)) return;
    setting.world.cancel(awaited.ticket);
    this.awaited = undefined;
    setting.world.say("check", `"${awaited.text}" has come`);
    setting.world.after(0, () => this.next());
  }

  /** Where it stands, for who ends it early. */
  get place(): string {
    return `${this.name}:${this.steps[Math.max(this.at - 1, 0)]?.line ?? 1}`;
  }

  private next(): void {
    const { world } = this.setting as Setting;
    const step = this.steps[this.at];
    this.at += 1;
    if (step === undefined) {
      this.isDone = true;
      this.ended();
    } else if (step.atMs !== undefined && step.atMs < world.nowMs)
      this.fail(`at ${timeText(step.atMs)} has passed: the steps before took until ${timeText(world.nowMs)}`);
    else world.after((step.atMs ?? world.nowMs) - world.nowMs + step.afterMs, () => this.perform(step));
  }

  private fail(why: string): void {
    this.failure = `${this.place}: ${why}`;
    (this.setting as Setting).world.say("check", this.failure);
    this.ended();
  }

  private perform(step: Step): void {
    const setting = this.setting as Setting;
    const { world } = setting;
    if (step.kind === "wait") {
      world.after(step.forMs, () => this.next());
    } else if (step.kind === "expect") {
      const { text, withinMs } = step;
      const ticket = world.after(withinMs, () => {
        this.awaited = undefined;
        this.fail(`"${text}" has not come within ${withinMs / 1000} s`);
      });
      this.awaited = { text, ticket };
    } else if (step.fault.isPossible?.(setting) === false) {
      this.fail(`${spellText({ ...step, atMs: 0 })} means nothing for this station`);
    } else {
      strike(setting, { ...step, atMs: world.nowMs });
      this.next();
    }
  }
}

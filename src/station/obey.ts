/*
 * What a station is told: commands, which it obeys and answers on its log, and that Home Assistant has started.
 * Not here: what a command is (#commands).
 */
import type { Chunk } from "#bytes";
import { logTopic, takeCommand } from "#commands";
import type { Order } from "#commands";
import { birthDelayMs, birthFilter, isBirth } from "#discovery";
import { portNowMs } from "#port";
import { WakeCause } from "../runtimes/board.ts";
import { Command, OrderFeed } from "./order.ts";
import { dueNow, Plans, repeatEvery, setOnce, Slot } from "./plan.ts";
import type { Runner } from "./runner.ts";
import { report, say } from "./say.ts";

/** A message came; commands are answered on the station's log. */
export function hear(
  runner: Runner,
  topic: string,
  piece: Chunk,
  isRetained: boolean,
  isRepeated: boolean,
  offset: number,
  totalBytes: number,
): void {
  // A command is one piece.
  if (offset > 0) return;
  const speech = runner.speech;
  if (topic === birthFilter()) {
    if (!isBirth(piece, isRetained)) return;
    const delayS = Math.floor(birthDelayMs(runner.client) / 1000);
    setOnce(runner.plan, Slot.Discovery, delayS, portNowMs(runner.port));
    return;
  }
  const isDone = isRepeated && speech.cause === WakeCause.Restart;
  const answer = takeCommand(speech.order, runner.station, topic, piece, totalBytes, isRetained, isDone);
  say(runner, logTopic(runner.station), answer, 0, false);
  obey(runner, speech.order);
}

function obey(runner: Runner, order: Order): void {
  if (order === undefined) return;
  const command = order.command;
  if (command === Command.Awake)
    setOnce(
      runner.plan,
      Slot.Awake,
      order.seconds === 0 ? Plans.Never : order.seconds,
      portNowMs(runner.port),
    );
  if (command === Command.Restart) runner.speech.isRestarting = true;
  if (command === Command.Report) report(runner);
  if (command !== Command.Interval && command !== Command.Read) return;
  for (let at = 0; at < runner.samplers.length; at += 1) {
    if (order.feed !== OrderFeed.All && order.feed !== at) continue;
    if (command === Command.Interval) repeatEvery(runner.plan, Slot.Feeds + at, order.seconds);
    else dueNow(runner.plan, Slot.Feeds + at);
  }
}

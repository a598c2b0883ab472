/*
 * Handlers of a station that tell a person how its connection fares.
 */
import { elapsedMs } from "../client/clock.ts";
import type { Handlers } from "../client/options.ts";
import { Reason } from "../client/status.ts";
import type { Runner } from "../station/runner.ts";
import { plural, secondsText } from "./show.ts";
import { closeWords } from "./words.ts";

/** @param runner  asked when something is told, not before */
export function tellHandlers(say: (text: string) => void, broker: string, runner: () => Runner): Handlers {
  return {
    onConnect: () => say(`connected to ${broker}`),
    onClose(reason, code) {
      if (reason === Reason.Asked) return;
      const { client } = runner();
      const waitMs = elapsedMs(client.nowMs, client.deadlineMs);
      const count = client.outbox.count;
      const waiting = count === 0 ? "" : `, ${plural(count, "reading")} waiting`;
      say(`${closeWords(reason, code)}; next try in ${secondsText(waitMs)}${waiting}`);
    },
  };
}

/*
 * What a join is made of, for a radio that scans, derives keys and asks for addresses by itself.
 */
import { figureOf, findFigure } from "./model.ts";
import type { Figure } from "./model.ts";
import type { JoinTimings } from "../network/join-timings.ts";

/**
 * The figures of a chip; where it has none of its own, those of the ESP32.
 *
 * @param take  notes a figure that is used, and answers its value
 */
export function joinTimesOf(chip: string, keepsKey: boolean, take: (figure: Figure) => number): JoinTimings {
  const own = (name: string) => findFigure(["chips", chip, "t"], name, "ms");
  const known = (name: string) => take(own(name) ?? figureOf(["chips", "esp32", "t"], name, "ms"));
  const noHint = own("join_no_hint");
  return {
    scanPerChannelMs: known("scan_per_channel"),
    fastMs: known("join_fast"),
    // Measured with a passphrase: deriving the key is in it.
    noHintMs: noHint === undefined ? undefined : take(noHint) - known("pbkdf2"),
    dhcpMs: known("dhcp"),
    keyMs: keepsKey ? 0 : known("pbkdf2"),
  };
}

/*
 * What a join is made of, for a radio that scans, derives keys and asks for addresses by itself.
 */
import { figureOf, findFigure } from "./model.ts";
import type { Figure } from "./model.ts";

/** As a simulated radio wants them. */
export interface JoinTimes {
  scanPerChannelMs: number;
  /** Channel and address known, and the key. */
  fastMs: number;
  /** Without the channel, with the key at hand; undefined for a chip without such a figure. */
  noHintMs: number | undefined;
  dhcpMs: number;
  /** To derive the key; 0 where the firmware keeps it. */
  keyMs: number;
}

/**
 * The figures of a chip; where it has none of its own, those of the ESP32.
 *
 * @param take  notes a figure that is used, and answers its value
 */
export function joinTimesOf(chip: string, keepsKey: boolean, take: (figure: Figure) => number): JoinTimes {
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

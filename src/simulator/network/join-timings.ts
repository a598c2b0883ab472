/*
 * How long joining takes a board, from the energy model's figures of its chip, and how often it tries.
 */

export interface JoinTimings {
  /** The model's scan_per_channel. */
  scanPerChannelMs: number;
  /** join_fast: channel and address known, password as 64 hexadecimal digits. */
  fastMs: number;
  /**
   * join_no_hint less pbkdf2: the same without the channel, where the firmware scans until it finds the access point.
   * Undefined for a chip without such a figure, and for a firmware that always scans all channels.
   */
  noHintMs?: number | undefined;
  /** The model's dhcp: asking for an address. */
  dhcpMs: number;
  /** The model's pbkdf2: deriving the key from a passphrase. */
  keyMs: number;
}

/** Europe's; the world's scan lists are 11 to 14 long. */
export const CHANNEL_COUNT = 13;

/** A join is given up when so many scans of all channels found nothing. An estimate: firmwares differ. */
export const SCAN_LIMIT = 3;

/** A board has missed the beacons of its access point for so long when it gives it up: esp_wifi_set_inactive_time. */
export const BEACON_LOSS_MS = 6000;

/** An access point forgets a board that it has not heard for so long: hostapd's ap_max_inactivity. */
export const INACTIVITY_MS = 300_000;

/**
 * With a wrong key the handshake's second message does not fit: the access point sends the first one four times, after
 * 100 ms and then each second, and throws the board out. Source: hostapd, src/ap/wpa_auth.c, eapol_key_timeout.
 */
export const WRONG_KEY_MS = 3100;

/** Offers are waited for 2, 4 and 8 seconds: lwIP, src/core/ipv4/dhcp.c, dhcp_discover. Three times is an estimate. */
export const NO_ADDRESS_MS = 14_000;

/** Joining where the access point still believed the board to be there took 6 to 15 s in place of 1 s, as measured. */
export const STALE_MS = { from: 6000, to: 15_000 };

export interface ScanTimes {
  /** With the right channel. */
  hintedMs: number;
  /** Without one, where the access point is there. */
  foundMs: number;
  /** All channels. */
  allMs: number;
  /** Authentication, association and handshake, with the key at hand. */
  secureMs: number;
}

/** Split the measured joins into what is scanning and what is not; a chip faster than one scan finds halfway. */
export function scanTimes({ scanPerChannelMs, fastMs, noHintMs }: JoinTimings): ScanTimes {
  const hintedMs = Math.min(scanPerChannelMs, fastMs / 2);
  const secureMs = fastMs - hintedMs;
  const allMs = CHANNEL_COUNT * scanPerChannelMs;
  return { hintedMs, secureMs, allMs, foundMs: noHintMs === undefined ? allMs : noHintMs - secureMs };
}

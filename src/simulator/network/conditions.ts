/*
 * What a network is like between a board and its broker, and what the TCP stacks at its two ends do about it.
 * Sources: kind and origin of the figures as in the energy model (network.rtt_lan_ms 5, rtt_wan_ms 50, segment_loss
 * 0.005, arp_ms 5, firmware's rto_ms): all of these but the retransmission times are estimates.
 * lwIP: src/core/tcp.c (tcp_slowtmr, tcp_backoff), ESP-IDF components/lwip/Kconfig (retries, LWIP_TCP_RTO_TIME).
 * Linux: include/net/tcp.h (TCP_RTO_MIN, TCP_RTO_MAX), Documentation ip-sysctl (tcp_retries2, tcp_syn_retries).
 */

export interface Conditions {
  /** One direction: a round trip is two of them. */
  latencyMs: number;
  /** Added to it, from nothing to so much; what comes later never overtakes. */
  jitterMs: number;
  /** Of each direction of each connection; Infinity takes no time. */
  bytesPerS: number;
  /** Probability from 0 to 1 that a segment, or an acknowledgement, is lost. */
  loss: number;
  /** After so long the board's stack sends again what was not acknowledged. */
  rtoMs: number;
  /** The same for the stack of the broker's machine. */
  serviceRtoMs: number;
  segmentBytes: number;
  /** Segments end at any byte. */
  cutsAnywhere: boolean;
  /** To find the router, for the first connection after joining. */
  arpMs: number;
  /** From asking for a host's address to knowing it. */
  dnsMs: number;
}

/** Names of conditions that a user can ask for. */
export type ConditionsName = "lan" | "wan" | "lossy" | "mobile" | "awful";

/** 3000 on Moddable for ESP32-C3, S3, S2 and C6; 1500 on Espruino, NodeMCU and Moddable for ESP32. */
const LWIP_RTO_MS = 1500;

/** The broker's machine in the board's own network; a round trip of 5 ms with the radio always listening. */
const LAN: Conditions = {
  latencyMs: 2.5,
  jitterMs: 0,
  bytesPerS: Infinity,
  loss: 0,
  rtoMs: LWIP_RTO_MS,
  serviceRtoMs: 200,
  segmentBytes: 1440,
  cutsAnywhere: false,
  arpMs: 5,
  dnsMs: 5,
};

/** A broker somewhere in the Internet. */
const WAN: Conditions = { ...LAN, latencyMs: 25, jitterMs: 5, serviceRtoMs: 250, dnsMs: 50 };

export const CONDITIONS: Record<ConditionsName, Conditions> = {
  lan: LAN,
  wan: WAN,
  lossy: { ...WAN, loss: 0.005 },
  /** Behind a mobile router, weak signal: estimates. */
  mobile: {
    ...WAN,
    latencyMs: 75,
    jitterMs: 100,
    bytesPerS: 16_000,
    loss: 0.02,
    serviceRtoMs: 500,
    dnsMs: 200,
  },
  /** Worse than any network that people put up with: to find mistakes. Estimates. */
  awful: {
    ...WAN,
    latencyMs: 150,
    jitterMs: 700,
    bytesPerS: 2_000,
    loss: 0.15,
    serviceRtoMs: 1000,
    segmentBytes: 536,
    cutsAnywhere: true,
    dnsMs: 1000,
  },
};

/** How a TCP stack repeats itself. */
export interface Stack {
  /** The first time is doubled with each that passes, up to so many times its length. */
  longestTimes: number;
  longestMs: number;
  /** So many times pass without an acknowledgement; then the connection is given up. */
  timeouts: number;
}

/**
 * lwIP: 12 repetitions, and it does not wait for what the last one brings: with 1500 ms it gives up after 19 minutes.
 * Its measured round trips do not shorten the first time on a LAN, because it counts them in ticks of 500 ms.
 */
export const BOARD_STACK: Stack = { longestTimes: 128, longestMs: Infinity, timeouts: 12 };

/** Linux: 15 repetitions, the last one waited for: with 200 ms it gives up after 15 minutes. */
export const SERVICE_STACK: Stack = { longestTimes: Infinity, longestMs: 120_000, timeouts: 16 };

/** lwIP asks again for a connection without doubling; ESP-IDF configures 12 times, lwIP itself 6. */
export const SYN_TIMEOUTS = 12;

/** lwIP asks a name server four times, after 1, 1, 2 and 3 seconds: src/core/dns.c, dns_check_entry. */
export const DNS_WAITS_MS = [1000, 1000, 2000, 3000];

/** IP and TCP without options. */
export const HEADER_BYTES = 40;
/** What Wi-Fi adds to a packet: MAC with QoS 26, CCMP 16, LLC 8, FCS 4. Source: IEEE 802.11, clauses 9 and 12. */
export const FRAME_BYTES = 54;

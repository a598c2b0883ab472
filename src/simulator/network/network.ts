/*
 * The contract of a simulated network, as its two ends see it: who connects (a board) and who listens (a broker).
 * Times, losses and faults are the network's own (tcp.ts, conditions.ts); whether a board has a network at all, its
 * radio's (wifi.ts).
 */
import type { Ending } from "../engines/engine.ts";

/** Who is told what happens to one connection, at one of its ends. Nothing is told from inside of a call. */
export interface Peer {
  /** Only where it was opened from. */
  opened(): void;
  /** At most a segment at once. */
  received(bytes: Uint8Array): void;
  /** All that was written was acknowledged by the other end's stack. */
  sent(): void;
  /** The last that is told. Not told to who has closed it. */
  closed(ending: Ending): void;
}

/** One end of a connection. */
export interface Connection {
  /** Any number of bytes, at any time; after close nothing is taken. */
  write(bytes: Uint8Array): void;
  /** In order: what was written before still goes out. */
  close(): void;
  /** At once, with a reset: what is on its way is lost. */
  reset(): void;
}

/** Who listens at an address. */
export interface Service {
  /** Somebody has connected. @param from  the address, for the trace */
  accept(connection: Connection, from: string): Peer;
}

/** The network between a board's radio and the services behind it. */
export interface Network {
  listen(host: string, port: number, service: Service): void;
  /** No more connections are accepted there; those that are there stay. */
  unlisten(host: string, port: number): void;
  /** Open a connection; exactly one of opened and closed follows, unless it is closed before. */
  connect(host: string, port: number, peer: Peer): Connection;
  /** What a board's stack answers at once: its cache of names. */
  resolve(host: string): string | undefined;
  isListening(host: string, port: number): boolean;
}

/** What a board knows of its network from the last time; all of it may be missing or wrong. */
export interface JoinHint {
  channel?: number | undefined;
  bssid?: string | undefined;
  /** With an address of its own a board needs no DHCP. */
  address?: string | undefined;
}

export interface JoinRequest extends JoinHint {
  ssid: string;
  /** Passphrase, or 64 hexadecimal digits: with these the board need not derive the key. */
  password: string;
}

export type JoinFailure = "no access point" | "wrong password" | "no address" | "refused";

/** Told by a radio, never from inside of a call. */
export interface RadioPeer {
  joined(facts: Required<JoinHint>): void;
  failed(failure: JoinFailure): void;
  /** The association is gone: the access point went away, or threw the board out. */
  lost(): void;
}

/** A board's Wi-Fi. */
export interface Radio {
  readonly isJoined: boolean;
  /** Begin to join; exactly one of joined and failed follows, unless leave comes first. */
  join(request: JoinRequest): void;
  leave(): void;
  /** The power is gone, or the chip sleeps, and nobody has told the access point. */
  cut(): void;
}

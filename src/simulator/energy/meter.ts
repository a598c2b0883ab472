/*
 * The contract of what counts a board's charge: who runs the board says what state it is in, and why.
 */

/** What a board does, seen from its battery: rows of the report. */
export type Phase = "boot" | "join" | "TCP" | "MQTT" | "waiting" | "sleep";

/** States of a chip that draw a current of their own; names as in energy-model.json. */
export type ChipState =
  | "off"
  | "deep"
  | "light_radio_off"
  | "boot"
  | "validate"
  | "cpu"
  | "join"
  /** The radio listens all the time. */
  | "rx"
  /** Associated, power save of the radio on, CPU awake. */
  | "idle_modem"
  /** Associated, CPU in automatic light sleep. */
  | "idle_light";

export interface Meter {
  /** From now on the chip is in this state, for this reason. */
  become(state: ChipState, phase: Phase): void;
  /** A frame goes out over the air. */
  transmitted(bytes: number): void;
}

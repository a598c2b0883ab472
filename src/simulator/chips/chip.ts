/*
 * What a simulated chip is on each bus. Not here: any particular chip; what a board hears of them (chip-set.ts);
 * waiting, because a step's waitMs is the sampler's.
 */
export interface I2cChip {
  /** @returns  whether the chip acknowledged; if not, it took nothing */
  write(bytes: number[], nowMs: number): boolean;
  /** @returns  as many bytes as were asked for, or null when the chip did not acknowledge */
  read(count: number, nowMs: number): number[] | null;
}

/** The only chip on its pin. */
export interface OneWireChip {
  /**
   * After a reset pulse: take what is written, then answer.
   *
   * @returns  as many bytes as were asked for, or null when there was no presence pulse
   */
  transfer(written: number[], readBytes: number, nowMs: number): number[] | null;
}

export interface DhtChip {
  /** Its five bytes, once it has been asked for them; null when it does not answer. */
  ask(nowMs: number): number[] | null;
}

/** What stands at a pin whatever a board does, by the time of the world. */
export interface AnalogSource {
  /** Of the converter's full scale, 0 to 1. */
  share(): number;
}
export interface DigitalSource {
  isHigh(): boolean;
}
export interface PulseSource {
  /** Falling edges since the world began. */
  edges(): number;
}

/** What is wired to a board: on I2C by address, else by GPIO. */
export interface Wiring {
  readonly i2c: Map<number, I2cChip>;
  readonly onewire: Map<number, OneWireChip>;
  readonly dht: Map<number, DhtChip>;
  readonly analog: Map<number, AnalogSource>;
  readonly digital: Map<number, DigitalSource>;
  readonly pulse: Map<number, PulseSource>;
}

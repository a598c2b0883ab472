/*
 * The hint that a joined network leaves for the next time: where in its bytes stands what. Addresses are as on the wire;
 * what a runtime does not know is 0. Not here: texts from and to bytes, which each runtime does with what it has.
 */
export const enum Hint {
  ChannelAt = 0,
  /** Six bytes. */
  BssidAt = 1,
  /** From here on four bytes each. */
  AddressAt = 7,
  NetmaskAt = 11,
  GatewayAt = 15,
  DnsAt = 19,
  /** All of it; what is shorter or longer is no hint. */
  Bytes = 23,
}

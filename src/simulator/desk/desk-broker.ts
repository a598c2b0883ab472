/*
 * The broker of a run at a desk: the one that was given, or an embedded one on loopback.
 */
import type { Station } from "../../station/station.ts";
import { parseBroker } from "../address.ts";
import type { BrokerAddress } from "../address.ts";
import { startBroker } from "../broker/embedded.ts";
import { requireRoom, requireStation } from "../require.ts";

const DEFAULT_PORT = 1883;

/**
 * @param given  undefined for the embedded one
 * @throws       Error for a broken address, a station that cannot work, or no free port
 */
export async function withBroker<Result>(
  station: Station,
  given: string | undefined,
  run: (address: BrokerAddress, isEmbedded: boolean) => Promise<Result>,
): Promise<Result> {
  requireStation(station);
  if (given !== undefined) {
    const address = parseBroker(given);
    requireRoom(station, address);
    return run(address, false);
  }
  const broker = await startBroker(DEFAULT_PORT);
  const { port } = broker;
  const loopback = { host: "127.0.0.1", port, isSecure: false, userName: undefined, password: undefined };
  try {
    return await run(loopback, true);
  } finally {
    await broker.stop();
  }
}

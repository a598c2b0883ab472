/*
 * Finds the discovery messages of a station at a broker, and has the broker forget them. The board's id is in their
 * topics; nobody needs to know it.
 */
import { X509Certificate } from "node:crypto";
import mqtt from "mqtt";
import type { IClientOptions, MqttClient } from "mqtt";
import { brokerText } from "../simulator/address.ts";
import type { StationSite } from "../toolchain/site-file.ts";

const FILTER = "homeassistant/device/+/config";
/** A broker sends what it retains right behind SUBACK, and does not say which message is the last. */
const QUIET_MS = 1000;
const CONNECT_MS = 10_000;

interface Told {
  dev?: { name?: unknown };
  o?: { name?: unknown };
}

/** Whether a station of this name wrote a payload, which may be anybody's. */
export function isToldBy(stationName: string, payload: string): boolean {
  try {
    const told = JSON.parse(payload) as Told | null;
    return told?.o?.name === "catnap" && told.dev?.name === stationName;
  } catch {
    return false;
  }
}

function optionsFor({ authority, host, port, isSecure, userName, password }: StationSite): IClientOptions {
  return {
    protocol: isSecure ? "mqtts" : "mqtt",
    host,
    port,
    ...(userName !== undefined && { username: userName }),
    ...(password !== undefined && { password }),
    ...(authority !== undefined && { ca: new X509Certificate(authority).toString() }),
    clientId: `catnap-discovery-${process.pid}`,
    connectTimeout: CONNECT_MS,
    reconnectPeriod: 0,
  };
}

async function connect(site: StationSite): Promise<MqttClient> {
  try {
    return await mqtt.connectAsync(optionsFor(site));
  } catch (error) {
    const { message = "", code = "" } = error as { message?: string; code?: string };
    throw new Error(`${brokerText(site)} cannot be asked: ${message === "" ? code : message}`, {
      cause: error,
    });
  }
}

/** The topics at which something of the station's is retained. */
async function findTopics(client: MqttClient, stationName: string): Promise<string[]> {
  const topics: string[] = [];
  let heard = (): void => {};
  client.on("message", (topic, payload) => {
    if (isToldBy(stationName, payload.toString())) topics.push(topic);
    heard();
  });
  await client.subscribeAsync(FILTER, { qos: 1 });
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, QUIET_MS);
    heard = () => void timer.refresh();
  });
  return topics;
}

/**
 * Remove what a station has told Home Assistant.
 *
 * @param id  of one board; undefined for every board that runs this station
 * @returns   the topics from which something was removed
 * @throws    Error for a broker that cannot be reached, or refuses
 */
export async function removeFrom(
  site: StationSite,
  stationName: string,
  id: string | undefined,
): Promise<string[]> {
  const client = await connect(site);
  try {
    const found = await findTopics(client, stationName);
    const own = `homeassistant/device/${stationName}-${id}/config`;
    const topics = id === undefined ? found : found.filter((topic) => topic === own);
    for (const topic of topics) await client.publishAsync(topic, "", { qos: 1, retain: true });
    return topics;
  } finally {
    await client.endAsync();
  }
}

/*
 * How a checker's sentences call a feed, its place and its pin.
 */
import { CHIPS } from "./check-chips.ts";
import { addressOf, fillTopic } from "./station.ts";
import type { Feed, Hardware, Station } from "./station.ts";

/** As long as the longest id that a board gives itself. */
export const ANY_BOARD = "0123456789ab";

/** (0x76) is "0x76", as datasheets write it. */
export function addressText(address: number): string {
  return `0x${address.toString(16).padStart(2, "0")}`;
}

/** An ESP8266 has one analog input, which is no GPIO. */
export function pinText({ chip }: Hardware, bus: string, pin: number): string {
  return bus === "analog" && CHIPS[chip]?.hasOwnAnalog === true ? "A0" : `GPIO${pin}`;
}

/** "bme280 at 0x76", "ds18b20 at GPIO4". */
export function feedText({ hardware }: Station, feed: Feed): string {
  const { bus, sensor } = feed;
  if (bus !== "i2c") return `${sensor.name} at ${pinText(hardware, bus, addressOf(feed))}`;
  return `${sensor.name} at ${addressText(addressOf(feed))}`;
}

/** Every topic that a feed publishes to. */
export function topicsOf(station: Station, feed: Feed): string[] {
  const topic = fillTopic(station, feed, ANY_BOARD);
  if (feed.payload !== "fields") return [topic];
  return feed.sensor.fields.map((field) => topic.replaceAll("{field}", field));
}

/** (["a", "b", "c"], "or") is "a, b or c". */
export function listText(names: readonly (string | number)[], word: string): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} ${word} ${names[names.length - 1]}`;
}

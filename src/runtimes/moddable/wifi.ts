/*
 * Wi-Fi of Moddable XS as a station. The firmware would join again and again: here it is told to stop after each failure.
 * Not here: fixed addresses, which the SDK's Wi-Fi has not; which network, and when (station/run.ts).
 * Source: Moddable SDK 8, modules/network/wifi/wifi.js, esp/modwifi.c, esp32/xs6wifi.c, modules/network/net/esp/modNet.c.
 */
import Net from "net";
import WiFi from "wifi";
import type { WiFiOptions } from "wifi";
import { bufferOf, byteAt, chunkOf, payloadBytes, piece } from "#bytes";
import type { Chunk, Payload } from "#bytes";
import { Cause, Status } from "../../client/status.ts";
import { PowerSave } from "../board.ts";
import type { Wifi } from "../board.ts";
import { Hint } from "../hint.ts";
import { PortEvent } from "../port.ts";
import { tellOwner } from "./record.ts";
import type { Port } from "./record.ts";

const enum Reason {
  /** What "disconnect" tells of a wrong password; of all else it tells nothing. */
  WrongPassword = -1,
}

export function joinNetwork(port: Port, network: Wifi, hint: Payload): Status {
  port.network = network;
  port.isJoined = false;
  // One for all times; it tells what becomes of every call of WiFi.connect.
  port.radio = port.radio ?? new WiFi(undefined, (message, detail) => heard(port, message, detail));
  connect(port, network, hint);
  return Status.Ok;
}

function connect(port: Port, network: Wifi, hint: Payload): void {
  const isHinted = payloadBytes(hint) === Hint.Bytes;
  const options: WiFiOptions = { ssid: network.ssid, password: network.password };
  port.isHinted = isHinted;
  if (isHinted) useHint(options, hint as Chunk);
  WiFi.connect(options);
}

function useHint(options: WiFiOptions, hint: Chunk): void {
  options.channel = byteAt(hint, Hint.ChannelAt);
  // An ESP8266 does not tell the BSSID of what it has found by itself.
  for (let at: number = Hint.BssidAt; at < Hint.AddressAt; at += 1)
    if (byteAt(hint, at) !== 0) options.bssid = bufferOf(piece(hint, Hint.BssidAt, Hint.AddressAt));
}

function heard(port: Port, message: string, detail: number | undefined): void {
  if (port.network === undefined) return;
  if (message === WiFi.gotIP) {
    port.isJoined = true;
    tellOwner(port, PortEvent.Joined, hintOf());
  } else if (message === WiFi.disconnected || message === WiFi.lostIP) unjoined(port, port.network, detail);
}

function unjoined(port: Port, network: Wifi, detail: number | undefined): void {
  const wasJoined = port.isJoined === true;
  const isWrong = detail === Reason.WrongPassword;
  if (!wasJoined && port.isHinted === true && !isWrong) {
    connect(port, network, "");
    return;
  }
  port.network = undefined;
  WiFi.disconnect();
  const failure = isWrong ? Cause.WrongPassword : Cause.NoAccessPoint;
  tellOwner(port, PortEvent.Unjoined, wasJoined ? Cause.Reset : failure);
}

/** The addresses are 0: they could not be used. */
function hintOf(): Chunk {
  const bssid = Net.get("BSSID") ?? "";
  const numbers = [Net.get("CHANNEL") ?? 0];
  for (let at = 0; at * 3 < bssid.length; at += 1)
    numbers.push(parseInt(bssid.slice(at * 3, at * 3 + 2), 16));
  while (numbers.length < Hint.Bytes) numbers.push(0);
  return chunkOf(numbers);
}

export function leaveNetwork(port: Port): void {
  port.network = undefined;
  WiFi.mode = WiFi.Mode.none;
}

/** The SDK decides: an ESP8266's radio never rests, and an ESP32's as ESP-IDF lets it. */
export function setPowerSave(_port: Port, powerSave: PowerSave): Status {
  return powerSave === PowerSave.Off ? Status.Ok : Status.Unsupported;
}

export function rssiDbm(port: Port): number {
  return port.network !== undefined && port.isJoined === true ? (Net.get("RSSI") ?? 0) : 0;
}

/*
 * Wi-Fi of Espruino as a station. An ESP8266 would join again and again: here it is told to stop after each failure.
 * An ESP32 takes no channel and no BSSID, and tells nothing of an address that it is not given.
 * Not here: which network, and when (station/run.ts).
 * Source: Espruino 2v29, libs/network/esp32/jswrap_esp32_network.c, libs/network/esp8266/jswrap_esp8266_network.c.
 */
import { chunkBytes, piece } from "#bytes";
import type { Chunk, Payload } from "#bytes";
import { Cause, Status } from "../../client/status.ts";
import { PowerSave } from "../board.ts";
import type { Wifi } from "../board.ts";
import { Hint } from "../hint.ts";
import { PortEvent } from "../port.ts";
import { tell } from "./record.ts";
import type { Port } from "./record.ts";

/** Built in: the bundler leaves it alone. */
declare function require(name: "Wifi"): EspruinoWifi;

/** Undefined in a build without network. */
export function wifiModule(): EspruinoWifi | undefined {
  try {
    return require("Wifi");
  } catch {
    return undefined;
  }
}

/** An address that was set stays until the board begins anew: no call of the firmware goes back to DHCP. */
export function joinNetwork(port: Port, network: Wifi, hint: Payload): Status {
  const radio = wifiModule();
  if (radio === undefined) return Status.Unsupported;
  // One that the firmware has joined by itself would not be told.
  radio.disconnect();
  listen(port, radio);
  port.network = network;
  port.isJoined = false;
  connect(port, radio, network, hint as Chunk);
  return Status.Ok;
}

function listen(port: Port, radio: EspruinoWifi): void {
  if (port.found !== undefined) return;
  port.found = "";
  radio.on("associated", (found) => {
    port.found = String.fromCharCode(Number(found.channel)) + bytesOf(found.mac, ":", 16);
  });
  radio.on("connected", (given) => joined(port, given));
  radio.on("disconnected", (end) => unjoined(port, radio, end.reason));
  radio.on("dhcp_timeout", () => unjoined(port, radio, ""));
}

function connect(port: Port, radio: EspruinoWifi, network: Wifi, hint: Chunk): void {
  const isHinted = chunkBytes(hint) === Hint.Bytes;
  const options: EspruinoWifiOptions = { password: network.password };
  port.isHinted = isHinted;
  if (isHinted && typeof ESP8266 !== "undefined") {
    options.channel = hint.charCodeAt(Hint.ChannelAt);
    options.bssid = macText(hint);
  }
  let address = network.address;
  let netmask = network.netmask;
  let gateway = network.gateway;
  let dns = network.dns;
  if (address === undefined && isHinted) {
    address = addressText(hint, Hint.AddressAt);
    netmask = addressText(hint, Hint.NetmaskAt);
    gateway = addressText(hint, Hint.GatewayAt);
    dns = gateway;
  }
  if (address !== undefined) {
    options.dnsServers = [dns as string];
    radio.setIP({ ip: address, netmask: netmask as string, gw: gateway as string }, ignored);
  }
  radio.connect(network.ssid, options);
}

/** The firmware wants somebody to tell, and an ESP32 tells the opposite. */
function ignored(): void {
  return;
}

function joined(port: Port, given: EspruinoWifiDetails): void {
  if (port.network === undefined) return;
  port.isJoined = true;
  const gateway = bytesOf(given.gw, ".", 10);
  // Espruino does not say who answers for names: most often it is the gateway.
  const addresses = bytesOf(given.ip, ".", 10) + bytesOf(given.netmask, ".", 10) + gateway + gateway;
  tell(port, PortEvent.Joined, (port.found as Chunk) + addresses);
}

/** @param reason  a number in digits on an ESP32, a name on an ESP8266, empty without an address */
function unjoined(port: Port, radio: EspruinoWifi, reason: string): void {
  const network = port.network;
  if (network === undefined) return;
  const wasJoined = port.isJoined === true;
  // Of the attempt before, which was given up.
  if (!wasJoined && (reason === "8" || reason === "assoc_leave")) return;
  if (!wasJoined && port.isHinted === true && causeOf(reason) !== Cause.WrongPassword) {
    radio.disconnect();
    connect(port, radio, network, "");
    return;
  }
  port.network = undefined;
  radio.disconnect();
  tell(port, PortEvent.Unjoined, wasJoined ? Cause.Reset : causeOf(reason));
}

/** Compared one by one: Espruino's indexOf also finds what the end of the text cuts off. */
function causeOf(reason: string): Cause {
  if (reason === "201" || reason === "no_ap_found") return Cause.NoAccessPoint;
  const isKey = reason === "15" || reason === "4way_handshake_timeout";
  const isKeyTime = reason === "204" || reason === "handshake_timeout";
  const isRefused = reason === "202" || reason === "auth_fail";
  return isKey || isKeyTime || isRefused ? Cause.WrongPassword : Cause.NotAdmitted;
}

/** ("10.0.0.9", ".", 10) as four bytes. */
function bytesOf(text: string, between: string, base: number): Chunk {
  let bytes = "";
  text.split(between).forEach((digits) => {
    bytes += String.fromCharCode(parseInt(digits, base));
  });
  return bytes;
}

function addressText(hint: Chunk, at: number): string {
  return E.toUint8Array(piece(hint, at, at + 4)).join(".");
}

function macText(hint: Chunk): string {
  let text = "";
  for (let at: number = Hint.BssidAt; at < Hint.AddressAt; at += 1) {
    // eslint-disable-next-line catnap/number-text -- Only Espruino runs this file.
    const digits = "0" + hint.charCodeAt(at).toString(16);
    text += (text === "" ? "" : ":") + digits.substring(digits.length - 2);
  }
  return text;
}

export function leaveNetwork(port: Port): void {
  const radio = wifiModule();
  port.network = undefined;
  if (radio !== undefined) radio.disconnect();
}

/** None of its firmware lets the chip itself sleep while it is joined. */
export function setPowerSave(_port: Port, powerSave: PowerSave): Status {
  const radio = wifiModule();
  if (radio === undefined || powerSave === PowerSave.Light) return Status.Unsupported;
  const saving = typeof ESP8266 === "undefined" ? "min" : "ps-poll";
  radio.setConfig({ powersave: powerSave === PowerSave.Off ? "none" : saving });
  return Status.Ok;
}

export function rssiDbm(port: Port): number {
  const radio = wifiModule();
  if (radio === undefined || port.network === undefined || port.isJoined !== true) return 0;
  return (typeof ESP8266 === "undefined" ? radio.getStatus() : radio.getDetails()).rssi ?? 0;
}

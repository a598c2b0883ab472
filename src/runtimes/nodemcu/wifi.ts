/*
 * Wi-Fi of NodeMCU as a station. The firmware would join again and again: here it is told to stop after each failure.
 * Not here: which network, and when (station/run.ts).
 * Source: NodeMCU 3.0, app/modules/wifi.c, wifi_eventmon.c; reasons from the SDK's user_interface.h.
 */
import { chunkBytes } from "#bytes";
import type { Chunk, Payload } from "#bytes";
import { Cause, Status } from "../../client/status.ts";
import { PowerSave } from "../board.ts";
import type { Wifi } from "../board.ts";
import { Hint } from "../hint.ts";
import { PortEvent } from "../port.ts";
import { tellOwner } from "./record.ts";
import type { Port } from "./record.ts";

const enum Reason {
  /** Nobody has answered a request for an address; the firmware has no number for it. */
  NoAddress = 0,
  /** The station has left, which is our own doing. */
  Left = 8,
  HandshakeTimeout = 15,
  NoAccessPoint = 201,
  AuthFail = 202,
  KeyTimeout = 204,
}

/** An address that was set stays until the board begins anew: no call of the firmware goes back to DHCP. */
export function joinNetwork(port: Port, network: Wifi, hint: Payload): Status {
  port.network = network;
  port.isJoined = false;
  listen(port);
  wifi.setmode(wifi.STATION, false);
  connect(port, network, hint);
  return Status.Ok;
}

function listen(port: Port): void {
  const monitor = wifi.eventmon;
  monitor.register(monitor.STA_CONNECTED, (found) => {
    port.found = string.char(found.channel) + macBytes(found.BSSID);
  });
  monitor.register(monitor.STA_GOT_IP, (given) => joined(port, given));
  monitor.register(monitor.STA_DISCONNECTED, (end) => unjoined(port, end.reason));
  monitor.register(monitor.STA_DHCP_TIMEOUT, () => unjoined(port, Reason.NoAddress));
}

function connect(port: Port, network: Wifi, hint: Chunk): void {
  const isHinted = chunkBytes(hint) === Hint.Bytes;
  port.isHinted = isHinted;
  wifi.sta.config({
    ssid: network.ssid,
    pwd: network.password,
    bssid: isHinted ? macText(hint) : undefined,
    auto: false,
    save: false,
  });
  const address = network.address;
  if (address !== undefined)
    setAddress(address, network.netmask as string, network.gateway as string, network.dns as string);
  else if (isHinted) {
    const gateway = addressText(hint, Hint.GatewayAt);
    const netmask = addressText(hint, Hint.NetmaskAt);
    setAddress(addressText(hint, Hint.AddressAt), netmask, gateway, addressText(hint, Hint.DnsAt));
  }
  wifi.sta.connect();
}

function setAddress(ip: string, netmask: string, gateway: string, dns: string): void {
  wifi.sta.setip({ ip, netmask, gateway });
  net.dns.setdnsserver(dns, 0);
}

function joined(port: Port, given: NodeMcuWifiDetails): void {
  if (port.network === undefined) return;
  port.isJoined = true;
  const dns = net.dns.getdnsserver(0) ?? given.gateway;
  const addresses = addressBytes(given.IP) + addressBytes(given.netmask) + addressBytes(given.gateway);
  tellOwner(port, PortEvent.Joined, (port.found as Chunk) + addresses + addressBytes(dns));
}

function unjoined(port: Port, reason: number): void {
  const network = port.network;
  if (network === undefined) return;
  const wasJoined = port.isJoined === true;
  // Of the attempt before, which was given up.
  if (reason === Reason.Left && !wasJoined) return;
  if (port.isHinted === true && !wasJoined && !isWrongPassword(reason)) {
    wifi.sta.disconnect();
    connect(port, network, "");
    return;
  }
  port.network = undefined;
  wifi.sta.disconnect();
  tellOwner(port, PortEvent.Unjoined, wasJoined ? Cause.Reset : causeOf(reason));
}

function isWrongPassword(reason: number): boolean {
  return reason === Reason.HandshakeTimeout || reason === Reason.AuthFail || reason === Reason.KeyTimeout;
}

function causeOf(reason: number): Cause {
  if (isWrongPassword(reason)) return Cause.WrongPassword;
  return reason === Reason.NoAccessPoint ? Cause.NoAccessPoint : Cause.NotAdmitted;
}

/** ("0a:0b:0c:0d:0e:0f") as six bytes. */
function macBytes(text: string): string {
  return string.gsub(text, "(%x%x):?", (digits) => string.char(tonumber(digits, 16)));
}

function macText(hint: Chunk): string {
  const at = Hint.BssidAt;
  return string.format("%02x:%02x:%02x:%02x:%02x:%02x", string.byte(hint, at + 1, at + 6));
}

/** ("10.0.0.9") as four bytes. */
function addressBytes(text: string): string {
  return string.char(string.match(text, "(%d+)%.(%d+)%.(%d+)%.(%d+)"));
}

function addressText(hint: Chunk, at: number): string {
  return string.format("%d.%d.%d.%d", string.byte(hint, at + 1, at + 4));
}

export function leaveNetwork(port: Port): void {
  port.network = undefined;
  wifi.sta.disconnect();
  wifi.setmode(wifi.NULLMODE, false);
}

export function setPowerSave(_port: Port, powerSave: PowerSave): Status {
  let kind = wifi.NONE_SLEEP;
  if (powerSave === PowerSave.Modem) kind = wifi.MODEM_SLEEP;
  if (powerSave === PowerSave.Light) kind = wifi.LIGHT_SLEEP;
  wifi.sta.sleeptype(kind);
  return Status.Ok;
}

export function rssiDbm(port: Port): number {
  return port.network === undefined ? 0 : (wifi.sta.getrssi() ?? 0);
}

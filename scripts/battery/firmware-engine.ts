/*
 * A station's loop in this process that joins as its firmware can: an ESP32 with Espruino takes no channel and no BSSID, and
 * Moddable asks DHCP at every join.
 * Source: src/runtimes/espruino/wifi.ts, src/runtimes/moddable/wifi.ts.
 */
import type { Artefact, BoardCall, BoardEvent, Kept, Outcome } from "../../src/simulator/engines/engine.ts";
import { StationEngine } from "../../src/simulator/engines/station-engine.ts";
import type { StationEngineOptions } from "../../src/simulator/engines/station-engine.ts";
import type { Station } from "../../src/station/station.ts";

/** What of a hint does not reach the radio is left out. */
function asFirmware({ runtime, hardware }: Station, call: BoardCall): BoardCall {
  if (call.call !== "join") return call;
  const { channel, bssid, address, ...request } = call.request;
  const takesChannel = runtime !== "espruino" || hardware.chip === "esp8266";
  return {
    call: "join",
    request: {
      ...request,
      ...(takesChannel && channel !== undefined ? { channel } : {}),
      ...(takesChannel && bssid !== undefined ? { bssid } : {}),
      ...(runtime !== "moddable" && address !== undefined ? { address } : {}),
    },
  };
}

export class FirmwareEngine extends StationEngine {
  private readonly station: Station;

  constructor(options: StationEngineOptions) {
    super(options);
    this.station = options.station;
  }

  override start(artefact: Artefact, nowMs: number, kept: Kept): Outcome {
    return this.joined(super.start(artefact, nowMs, kept));
  }

  override step(nowMs: number, ...events: BoardEvent[]): Outcome {
    return this.joined(super.step(nowMs, ...events));
  }

  private joined({ calls, dueMs }: Outcome): Outcome {
    return { calls: calls.map((call) => asFirmware(this.station, call)), dueMs };
  }
}

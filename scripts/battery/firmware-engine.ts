/*
 * A station's loop in this process that joins as its runtime can: NodeMCU, and Espruino on an ESP32, take no channel and scan
 * all of them; Moddable asks DHCP at every join.
 * Source: src/runtimes/nodemcu/wifi.ts, src/runtimes/espruino/wifi.ts, src/runtimes/moddable/wifi.ts.
 */
import type { Artefact, BoardCall, BoardEvent, Kept, Outcome } from "../../src/simulator/engines/engine.ts";
import { StationEngine } from "../../src/simulator/engines/station-engine.ts";
import type { StationEngineOptions } from "../../src/simulator/engines/station-engine.ts";
import type { Runtime, Station } from "../../src/station/station.ts";

/** What of a hint does not reach the radio is left out. */
function asFirmware({ runtime, hardware }: Station, call: BoardCall): BoardCall {
  if (call.call !== "join") return call;
  const { channel, bssid, address, ...request } = call.request;
  const takesChannel = runtime === "moddable" || (runtime === "espruino" && hardware.chip === "esp8266");
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

/** What a join lacks that the energy model does not say of the firmware. */
export function joinLacks(runtime: Runtime): string[] {
  if (runtime === "nodemcu") return ["takes no channel: scans all of them at every visit"];
  return runtime === "moddable" ? ["takes no address: asks DHCP at every visit"] : [];
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

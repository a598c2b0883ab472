/*
 * What goes wrong with the board's Wi-Fi.
 */
import { nothing } from "./setting.ts";
import type { Fault, Setting } from "./setting.ts";

const hasAccessPoint = ({ accessPoint }: Setting) => accessPoint !== undefined;

const noLink: Fault = {
  name: "no-link",
  sentence: "The access point is gone; a board without one has no network.",
  parameters: {},
  begin({ network, accessPoint }) {
    if (accessPoint === undefined) network.isUp = false;
    else accessPoint.isPresent = false;
  },
  end({ network, accessPoint }) {
    if (accessPoint === undefined) network.isUp = true;
    else accessPoint.isPresent = true;
  },
};

const thrownOut: Fault = {
  name: "thrown-out",
  sentence: "The access point throws the board out, which may join again at once.",
  parameters: {},
  isMoment: true,
  isPossible: hasAccessPoint,
  begin({ accessPoint }) {
    accessPoint?.dropAll();
  },
  end: nothing,
};

const stale: Fault = {
  name: "stale-association",
  sentence:
    "The access point still believes a board to be there that was gone, and refuses it or takes its time.",
  parameters: {},
  isPossible: hasAccessPoint,
  begin({ accessPoint }) {
    if (accessPoint !== undefined) accessPoint.remembersStale = true;
  },
  end({ accessPoint }) {
    if (accessPoint !== undefined) accessPoint.remembersStale = false;
  },
};

const noAddress: Fault = {
  name: "no-dhcp",
  sentence: "The access point throws the board out and gives no address.",
  parameters: {},
  isPossible: hasAccessPoint,
  begin({ accessPoint }) {
    if (accessPoint === undefined) return;
    accessPoint.isDhcpDown = true;
    accessPoint.dropAll();
  },
  end({ accessPoint }) {
    if (accessPoint !== undefined) accessPoint.isDhcpDown = false;
  },
};

export const WIFI_FAULTS: readonly Fault[] = [noLink, thrownOut, stale, noAddress];

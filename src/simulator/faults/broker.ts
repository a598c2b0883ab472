/*
 * What goes wrong with the broker.
 */
import { nothing } from "./setting.ts";
import type { Fault } from "./setting.ts";

const restart: Fault = {
  name: "broker-restart",
  sentence: "The broker restarts with what it has kept on disk.",
  parameters: {},
  isMoment: true,
  begin({ broker }) {
    broker.restart({ keepsSessions: true });
  },
  end: nothing,
};

const forget: Fault = {
  name: "broker-forgets",
  sentence: "The broker restarts and knows nothing: no session, no retained message.",
  parameters: {},
  isMoment: true,
  begin({ broker }) {
    broker.restart({ keepsSessions: false });
  },
  end: nothing,
};

const down: Fault = {
  name: "broker-down",
  sentence: "The broker is not there: connections are reset.",
  parameters: {},
  begin({ broker }) {
    broker.down();
  },
  end({ broker }) {
    broker.up();
  },
};

const refused: Fault = {
  name: "refused",
  sentence: "The broker restarts and refuses every login.",
  parameters: {
    code: { what: "of CONNACK, 1 to 5", usual: 5, least: 1, most: 5, storm: [4, 5], isWhole: true },
  },
  begin({ broker }, { code = 5 }) {
    broker.refusesWith = code as 1 | 2 | 3 | 4 | 5;
    broker.restart({ keepsSessions: true });
  },
  end({ broker }) {
    broker.refusesWith = 0;
  },
};

const mute: Fault = {
  name: "broker-mute",
  sentence: "The broker takes everything, and none of its answers arrives.",
  parameters: {},
  begin({ service }) {
    service.mute();
  },
  end({ service }) {
    service.unmute();
  },
};

export const BROKER_FAULTS: readonly Fault[] = [restart, forget, down, refused, mute];

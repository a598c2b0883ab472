/*
 * The feature sets whose sizes are watched: what each leaves out of the client, and which of the public face is left.
 * Not here: their budgets (budgets.ts).
 */
import { readFileSync } from "node:fs";
import { LIBRARY_ABSENCES, ROOT } from "../features.ts";

export interface FeatureSet {
  name: string;
  /** Conditions of package.json's imports, each leaving something out. */
  conditions: string[];
  /** What the build exports. */
  names: string[];
}

const SENDING = ["connect", "disconnect", "maySleep", "publish", "state"];
const RECEIVING = ["subscribe", "unsubscribe"];
const REPORTING = ["counters", "publishMessage", "undelivered"];
/** What neither sending nor receiving needs. */
const LEAN = [
  ...["no-stream", "no-policy", "no-check", "no-report", "no-routing", "no-safe", "no-tls"],
  ...LIBRARY_ABSENCES,
];

/** Smallest first; the last is the library as `catnap build --library` writes it. */
export const FEATURE_SETS: FeatureSet[] = [
  {
    name: "small, publish-only QoS 0",
    conditions: ["small", "no-inbound", "no-qos1", "no-login", ...LEAN],
    names: SENDING,
  },
  { name: "small, QoS 0/1", conditions: ["small", ...LEAN], names: [...SENDING, ...RECEIVING] },
  { name: "publish-only QoS 0", conditions: ["no-inbound", "no-qos1", ...LEAN], names: SENDING },
  { name: "publish-only QoS 0/1", conditions: ["no-inbound", ...LEAN], names: SENDING },
  { name: "QoS 0/1", conditions: LEAN, names: [...SENDING, ...RECEIVING] },
  { name: "everything", conditions: LIBRARY_ABSENCES, names: [...SENDING, ...RECEIVING, ...REPORTING] },
];

/** Those of a set's conditions that package.json's imports know. */
export function knownConditions(set: FeatureSet): string[] {
  const { imports } = JSON.parse(readFileSync(`${ROOT}package.json`, "utf8")) as {
    imports: Record<string, string | Record<string, string>>;
  };
  const known = new Set(
    Object.values(imports).flatMap((choice) => (typeof choice === "string" ? [] : Object.keys(choice))),
  );
  return set.conditions.filter((condition) => known.has(condition));
}

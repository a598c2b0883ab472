/*
 * Finds in a station what must not stand in it: a station is committed, passwords are not.
 */
import { isRecord } from "./check-shape.ts";
import type { Station } from "./station.ts";

const SECRET =
  /^(?:pass(?:word|phrase)?|pwd|psk|secret|token|ssid|wifi|user(?:name)?|broker|host|authority|credentials)$/i;
/** An address with a login in it, wherever it stands. */
const LOGIN = /\/\/[^/\s]*@/;
const ADVICE = "a station is committed, so write it into catnap.config.json, which git ignores";

function findSecrets(value: unknown, where: string, depth: number): string[] {
  if (typeof value === "string") return LOGIN.test(value) ? [`${where} has a login in it: ${ADVICE}`] : [];
  // A station is a few records deep; what goes on for ever is none.
  if (typeof value !== "object" || value === null || depth > 6) return [];
  return Object.entries(value).flatMap(([name, part]) => {
    const place = Array.isArray(value) ? `${where}[${name}]` : `${where}.${name}`;
    if (isRecord(value) && SECRET.test(name)) return [`${place} is a setting of its site: ${ADVICE}`];
    return findSecrets(part, place, depth + 1);
  });
}

/** @returns  one sentence for each; what a sensor or a board has in it is theirs */
export function checkSecrets(station: Station): string[] {
  if (!isRecord(station)) return [];
  return findSecrets(station, "station", 0).filter(
    (text) => !/^station\.(?:hardware|feeds\[\d+\]\.sensor)\b/.test(text),
  );
}

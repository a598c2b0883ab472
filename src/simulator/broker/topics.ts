/*
 * Topic names and filters: what is well formed, and which fits which.
 * Source: MQTT 3.1.1, section 4.7.
 */
import { Violation } from "./violation.ts";

/** @throws Violation for a name that no message can have */
export function checkTopic(name: string, topic: string): void {
  if (topic === "") throw new Violation(`${name} with an empty topic`, "4.7.3");
  if (/[#+]/.test(topic)) throw new Violation(`${name} with a wildcard in topic "${topic}"`, "3.3.2.1");
}

/** @throws Violation for a filter that is not one */
export function checkFilter(name: string, filter: string): void {
  if (filter === "") throw new Violation(`${name} with an empty filter`, "4.7.3");
  const levels = filter.split("/");
  const isHashLast =
    !filter.includes("#") || (levels.at(-1) === "#" && filter.indexOf("#") === filter.length - 1);
  if (!isHashLast) throw new Violation(`${name} with "#" not alone at the end of "${filter}"`, "4.7.1.2");
  if (levels.some((level) => level.includes("+") && level !== "+"))
    throw new Violation(`${name} with "+" not alone in its level of "${filter}"`, "4.7.1.3");
}

/** Whether a message with this topic goes to who subscribed to that filter. */
export function isMatch(filter: string, topic: string): boolean {
  if (filter === topic) return true;
  // A wildcard at the beginning does not fit topics that begin with "$" (section 4.7.2).
  if (topic.startsWith("$") && (filter.startsWith("#") || filter.startsWith("+"))) return false;
  let from = 0;
  let topicFrom = 0;
  // Level by level, without a copy of either: every message is compared with every filter.
  for (;;) {
    if (filter.startsWith("#", from)) return true;
    const to = levelEnd(filter, from);
    const topicTo = levelEnd(topic, topicFrom);
    const isPlus = filter.startsWith("+", from);
    if (!isPlus && filter.slice(from, to) !== topic.slice(topicFrom, topicTo)) return false;
    // "sport/#" fits "sport" as well (section 4.7.1.2).
    if (topicTo === topic.length) return to === filter.length || filter.slice(to) === "/#";
    if (to === filter.length) return false;
    from = to + 1;
    topicFrom = topicTo + 1;
  }
}

function levelEnd(text: string, from: number): number {
  const at = text.indexOf("/", from);
  return at < 0 ? text.length : at;
}

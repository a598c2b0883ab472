/*
 * "Delivery, said once", of what is sent again: DUP and the same id in a kept session, else a new publish. Judged from
 * what a lossy network noted (lossy.ts).
 */
import type { Lossy, Written } from "./lossy.ts";

/** A message that was cut off is known by its id, if it was ever written whole with that id. */
function nameOf(all: Written[], each: Written): string | undefined {
  return (
    each.payload ??
    all.find((other) => other.payload !== undefined && other.messageId === each.messageId)?.payload
  );
}

/** A line for each PUBLISH with QoS 1 that was written and should not have been like this. */
export function wrongSends({ written, absent, isClean }: Lossy): string[] {
  const wrong: string[] = [];
  const sends = written.filter(({ qos }) => qos === 1);
  const lastOf = new Map<string, Written>();
  for (const each of sends) {
    const name = nameOf(sends, each);
    if (name === undefined) continue;
    const last = lastOf.get(name);
    lastOf.set(name, each);
    const said = `${name} with id ${each.messageId} in connection ${each.connection}`;
    const isGone = (gone: number): boolean =>
      last !== undefined &&
      gone > last.connection &&
      (gone < each.connection || (gone === each.connection && !each.isEarly));
    const isAgain = last !== undefined && !isClean && !absent.some(isGone);
    if (last !== undefined && last.connection >= each.connection) wrong.push(`${said} is sent twice`);
    if (each.isDup !== isAgain) wrong.push(`${said} has DUP ${each.isDup}`);
    if (last !== undefined && (each.messageId === last.messageId) !== isAgain)
      wrong.push(`${said} had id ${last.messageId}`);
  }
  return wrong;
}

/*
 * Stands in for forms.ts: every feed has one topic, and its payload is JSON.
 */
import type { Chunk, Frame } from "#bytes";
import { Status } from "../../client/status.ts";
import type { Feed, Station } from "../station.ts";

/** There is none; the type is that of one, for those who ask. */
export interface Form {
  field: number;
}

export function topicCount(_feed: Feed): number {
  return 1;
}

export function makeForm(_station: Station, _feed: Feed, _board: string, _place: number): Form | undefined {
  return undefined;
}

export function putForm(_frame: Frame, _form: Form, _chunk: Chunk): Status {
  return Status.Unsupported;
}

export function formBytes(_form: Form): number {
  return 0;
}

/*
 * Stands in for report.ts: nothing is counted, and nothing reported but what the other handlers are told.
 */
import type { Counter } from "../counters.ts";
import type { Client } from "../state.ts";
import type { Notice } from "../status.ts";
import type { Told } from "../tell.ts";

export type { Counter } from "../counters.ts";

/** Nothing is kept. */
export type Counters = undefined;

export function addCounters(_client: Client): void {}

export function count(_client: Client, _counter: Counter, _more: number): void {}

export function notice(_client: Client, _what: Notice, _detail: number): void {}

export function handlerThrew(_client: Client, _told: Told): void {}

/*
 * Whether connect can work with what a person typed. The first thing that is wrong is thrown as a sentence:
 * what, where, and what to give instead. After it nothing is left that the client would answer with BadOptions.
 * Not here: what one option may be by itself (rules.ts).
 */
import tls from "node:tls";
import { identity as boardId, makePort } from "#port";
import { Least, leastTxBytes } from "../../client/check.ts";
import type { ConnectOptions } from "../face.ts";
import type { Secrets } from "../port.ts";
import { OPTIONS, SECRETS, WILL } from "./rules.ts";
import type { Rule } from "./rules.ts";

/** @throws  Error for the first thing that cannot work */
export function checkOptions(options: unknown): asserts options is ConnectOptions {
  if (typeof options !== "object" || options === null)
    throw new Error('connect needs an object of options: give connect({ host: "localhost" })');
  checkRecord("", options, OPTIONS, ["host"]);
  const { secrets, will } = options as ConnectOptions;
  if (will !== undefined) checkRecord("will.", will, WILL, Object.keys(WILL));
  if (secrets !== undefined) {
    checkRecord("secrets.", secrets, SECRETS, Object.keys(SECRETS));
    checkSecrets(secrets);
  }
  checkTogether(options as ConnectOptions);
}

/** Each name is known, and each value passes its rule. What is not needed may be undefined. */
function checkRecord(prefix: string, given: object, rules: Record<string, Rule>, needed: string[]): void {
  const known = Object.keys(rules);
  for (const name of Object.keys(given))
    if (!known.includes(name))
      throw new Error(`unknown option "${prefix}${name}": ${suggestion(prefix, name, known)}`);
  for (const [name, rule] of Object.entries(rules)) {
    const value = (given as Record<string, unknown>)[name];
    const wrong = value === undefined && !needed.includes(name) ? "" : rule(value);
    if (wrong !== "") throw new Error(`option "${prefix}${name}" ${wrong}`);
  }
}

function suggestion(prefix: string, name: string, known: string[]): string {
  const [nearest] = known
    .map((option) => ({ option, steps: stepsBetween(name.toLowerCase(), option.toLowerCase()) }))
    .sort((one, other) => one.steps - other.steps);
  const isNear = nearest !== undefined && nearest.steps <= Math.min(3, name.length / 2);
  if (isNear) return `did you mean "${prefix}${nearest.option}"?`;
  return `known are ${known.map((option) => prefix + option).join(", ")}`;
}

/** Characters to insert, delete or change until one text is the other; a beginning of a name counts as one step. */
function stepsBetween(typed: string, known: string): number {
  if (known !== typed && known.startsWith(typed)) return 1;
  let row = Array.from({ length: known.length + 1 }, (_, at) => at);
  for (const [line, char] of [...typed].entries()) {
    const next = [line + 1];
    for (let at = 0; at < known.length; at += 1) {
      const changed = (row[at] as number) + (char === known[at] ? 0 : 1);
      next.push(Math.min(changed, (row[at + 1] as number) + 1, (next[at] as number) + 1));
    }
    row = next;
  }
  return row[known.length] as number;
}

/** OpenSSL reads the texts now; else it would throw from inside a timer, at the first attempt to connect. */
function checkSecrets({ ca, cert, key }: Secrets): void {
  if ((cert === "") !== (key === ""))
    throw new Error(
      `option "secrets.${cert === "" ? "cert" : "key"}" is empty: give a client certificate and its key, or neither`,
    );
  for (const secrets of [{ ca }, { cert, key }])
    try {
      tls.createSecureContext(Object.values(secrets).includes("") ? {} : secrets);
    } catch (error) {
      const names = Object.keys(secrets).join(" and ");
      throw new Error(`option "secrets" has a ${names} that cannot be read (${(error as Error).message})`, {
        cause: error,
      });
    }
}

/** What is good by itself, but not beside the rest. */
function checkTogether(options: ConnectOptions): void {
  const clientId = options.clientId ?? `catnap-${boardId(makePort(undefined))}`;
  const { retryFirstS = 1, retryCapS = 300, txBytes = 256, rxBytes = 256 } = options;
  if (options.cleanSession === false && (options.clientId ?? "") === "")
    throw new Error(
      'option "cleanSession" is false without a clientId: give one of your own that stays the same, ' +
        "for by it the broker finds the session again",
    );
  if (options.password !== undefined && options.userName === undefined)
    throw new Error(
      'option "password" is given without a userName: MQTT 3.1.1 wants both, give userName too',
    );
  if (retryFirstS > retryCapS)
    throw new Error(
      `option "retryFirstS" ${valueOf(options, "retryFirstS", retryFirstS)}: ` +
        `give at most retryCapS, which ${valueOf(options, "retryCapS", retryCapS)}`,
    );
  const leastTx = leastTxBytes(options, clientId);
  if (txBytes < leastTx)
    throw new Error(
      `option "txBytes" ${valueOf(options, "txBytes", txBytes)}: give at least ${leastTx}, ` +
        "for CONNECT with its client id, will, user name and password must fit into one write",
    );
  if (rxBytes < Least.RxBytes)
    throw new Error(
      `option "rxBytes" ${valueOf(options, "rxBytes", rxBytes)}: give at least ${Least.RxBytes}, ` +
        "for every packet but a message must fit",
    );
}

function valueOf(options: ConnectOptions, name: keyof ConnectOptions, value: number): string {
  return options[name] === undefined ? `is ${value} by default` : `is ${value}`;
}

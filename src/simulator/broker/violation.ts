/*
 * Why a broker ends a connection while it reads from it, in words.
 */

/** What the protocol forbids. */
export class Violation extends Error {
  /** @param section  of the MQTT 3.1.1 standard that forbids it, such as "3.3.1.2" */
  constructor(what: string, section: string) {
    super(`${what} (MQTT 3.1.1, ${section})`);
  }
}

/** What the protocol allows and this broker does not take. */
export class Unwanted extends Error {}

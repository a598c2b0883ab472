/*
 * What a CONNECT says beyond who we are: will, user name, password. Reached as #login: a build without it puts
 * without/login.ts in its place.
 * Source: MQTT 3.1.1, sections 3.1.2 and 3.1.3.
 */
import type { Frame } from "#bytes";
import { fieldBytes, putField } from "#protocol";
import type { ClientOptions } from "./options.ts";

/** Parts of the CONNECT flags byte, 3.1.2.3. A QoS is shifted by multiplying it with WillQos. */
const enum LoginFlag {
  Will = 4,
  WillQos = 8,
  WillRetain = 32,
  Password = 64,
  UserName = 128,
}

/** What all of it takes in the packet. */
export function loginBytes(options: ClientOptions): number {
  const will = options.will;
  const willBytes = will === undefined ? 0 : fieldBytes(will.topic) + fieldBytes(will.payload);
  return willBytes + fieldBytes(options.userName) + fieldBytes(options.password);
}

export function loginFlags(options: ClientOptions): number {
  const will = options.will;
  let flags = 0;
  if (will !== undefined)
    flags = LoginFlag.Will + will.qos * LoginFlag.WillQos + (will.retain ? LoginFlag.WillRetain : 0);
  if (options.userName !== undefined) flags += LoginFlag.UserName;
  return options.password === undefined ? flags : flags + LoginFlag.Password;
}

/** The fields behind the client id, in their order of 3.1.3. */
export function putLogin(frame: Frame, options: ClientOptions): void {
  const will = options.will;
  if (will !== undefined) {
    putField(frame, will.topic);
    putField(frame, will.payload);
  }
  if (options.userName !== undefined) putField(frame, options.userName);
  if (options.password !== undefined) putField(frame, options.password);
}

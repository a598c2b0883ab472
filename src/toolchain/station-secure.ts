/*
 * TLS for a station on Moddable, whose firmware has none by itself: the program brings the SDK's socket, and the
 * certificate of the authority that vouches for the broker, as DER in flash.
 * Not here: the port's side of it (src/runtimes/moddable/tls.ts).
 * Source: Moddable SDK 8, examples/io/tcp/tlssocket, documentation/network/securesocket.md.
 */
import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

/** Brings the socket, and all that it needs of modules/crypt. */
const MANIFEST = "$(MODDABLE)/examples/io/tcp/tlssocket/manifest.json";
const FILE = "authority.der";

/** The head of main.js, behind what sets up the bus: `device` gets what the port looks for there. */
export const SECURE_TEXT = `
import TCP from "embedded:io/socket/tcp";
import TLSSocket from "embedded:io/socket/tcp/tls";
import Resource from "Resource";

const secure = { certificate: new Resource("${FILE}") };
const mqtts = { socket: { io: TLSSocket, TCP: { io: TCP }, secure } };
globalThis.device = { ...globalThis.device, network: { ...globalThis.device.network, mqtts } };
`;

/**
 * The certificate in a file, as DER. It may be written as PEM, of which the first is taken, or as DER.
 *
 * @throws  Error that says what is wrong with the file
 */
export function readAuthority(path: string): Uint8Array {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new Error(`${path}: cannot be read; give the file of an authority's certificate`, { cause: error });
  }
  try {
    return new X509Certificate(bytes).raw;
  } catch (error) {
    throw new Error(`${path}: is no certificate; give one as PEM or DER`, { cause: error });
  }
}

/** The files of a program for mcconfig, with the authority among them, and a manifest that knows about TLS. */
export function secured(
  files: Record<string, string>,
  authority: Uint8Array,
): Record<string, string | Uint8Array> {
  const manifest = JSON.parse(files["manifest.json"] as string) as { include: string[] };
  const whole = { ...manifest, include: [...manifest.include, MANIFEST], data: { "*": ["./authority"] } };
  return { ...files, "manifest.json": `${JSON.stringify(whole, undefined, 2)}\n`, [FILE]: authority };
}

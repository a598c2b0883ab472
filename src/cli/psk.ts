/*
 * `catnap psk SSID`: the key of a Wi-Fi network as 64 hexadecimal digits. A board that is given it in place of the
 * password need not derive it at each wake, which takes it up to a second.
 * Source: IEEE 802.11-2020, annex J.4.1.
 */
import { pbkdf2Sync } from "node:crypto";
import type { Command } from "commander";
import { readSecret } from "./secret.ts";

const ROUNDS = 4096;
const KEY_BYTES = 32;

/**
 * ("IEEE", "password") is "f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e".
 *
 * @throws  Error for a name or a password that no network has
 */
export function pskOf(ssid: string, password: string): string {
  const ssidBytes = Buffer.byteLength(ssid);
  if (ssidBytes < 1 || ssidBytes > 32)
    throw new Error(`an SSID has 1 to 32 bytes, and this one has ${ssidBytes}: give the network's name`);
  if (/^[0-9a-f]{64}$/i.test(password))
    throw new Error("the password is 64 hexadecimal digits: that is a key already, use it as it is");
  if (!/^[ -~]{8,63}$/.test(password))
    throw new Error("a Wi-Fi password has 8 to 63 characters of ASCII: check what was typed");
  return pbkdf2Sync(password, ssid, ROUNDS, KEY_BYTES, "sha1").toString("hex");
}

export function addPsk(program: Command): void {
  program
    .command("psk")
    .description("print a Wi-Fi network's key, which spares a board the work of deriving it at each wake")
    .argument("<ssid>", "the network's name")
    .option("--password-stdin", "read the password from standard input, not from the terminal")
    .action(async (ssid: string, options: { passwordStdin?: boolean }) => {
      console.log(pskOf(ssid, await readSecret(`password of ${ssid}: `, options.passwordStdin === true)));
    });
}

/*
 * Certificates for one run of a test file, each its own authority; openssl makes them.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** PEM texts. */
export interface Certificate {
  cert: string;
  key: string;
}

/** On P-256, made at once; RSA for Espruino, which knows no other certificate. */
const KEYS = {
  ec: ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"],
  rsa: ["-newkey", "rsa:2048"],
};

/**
 * A certificate of two days.
 *
 * @param altName  for whom it is, such as "IP:127.0.0.1,DNS:localhost"
 * @returns        undefined when openssl is not installed
 */
export function makeCertificate(
  name: string,
  altName: string,
  kind: keyof typeof KEYS = "ec",
): Certificate | undefined {
  const folder = mkdtempSync(join(tmpdir(), "catnap-tls-"));
  const [key, cert] = [join(folder, "key"), join(folder, "cert")];
  const names = ["-subj", `/CN=${name}`, "-addext", `subjectAltName=${altName}`];
  const files = ["-keyout", key, "-out", cert, "-days", "2"];
  try {
    const made = spawnSync("openssl", ["req", "-x509", ...KEYS[kind], "-nodes", ...files, ...names]);
    if (made.error !== undefined) return undefined;
    if (made.status !== 0) throw new Error(`openssl: ${made.stderr.toString()}`);
    return { cert: readFileSync(cert, "utf8"), key: readFileSync(key, "utf8") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/*
 * TLS as Node has it: what the secrets do not say, the computer's own authorities do.
 */
import net from "node:net";
import tls from "node:tls";
import type { Secrets } from "../port.ts";

/** Begin to connect. */
export function secureSocket(
  { host, port }: { host: string; port: number },
  secrets: Secrets | undefined,
): tls.TLSSocket {
  const { ca, cert, key } = secrets ?? { ca: "", cert: "", key: "" };
  return tls.connect({
    host,
    port,
    ...(net.isIP(host) === 0 && { servername: host }),
    ...(ca !== "" && { ca }),
    ...(cert !== "" && { cert }),
    ...(key !== "" && { key }),
  });
}

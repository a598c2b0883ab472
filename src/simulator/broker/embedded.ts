/*
 * The embedded broker: aedes on loopback, so that the main job needs nothing but this package.
 */
import net from "node:net";
import { Aedes } from "aedes";

export interface EmbeddedBroker {
  port: number;
  /** Drops every client and frees the port. */
  stop(): Promise<void>;
}

/** How many ports after the wanted one are tried. */
const TRIES = 100;

function listen(server: net.Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(false);
      else reject(new Error(`the embedded broker cannot listen on port ${port}: ${error.message}`));
    });
    server.listen(port, "127.0.0.1", () => resolve(true));
  });
}

/** Start a broker on this port of 127.0.0.1, or on the next one that is free. */
export async function startBroker(wantedPort: number): Promise<EmbeddedBroker> {
  const aedes = await Aedes.createBroker();
  for (let port = wantedPort; port < wantedPort + TRIES; port += 1) {
    const server = net.createServer(aedes.handle);
    if (!(await listen(server, port))) continue;
    return {
      port,
      stop: () =>
        new Promise((resolve) => {
          aedes.close(() => server.close(() => resolve()));
        }),
    };
  }
  throw new Error(
    `ports ${wantedPort} to ${wantedPort + TRIES - 1} of 127.0.0.1 are all in use: give --broker`,
  );
}

/*
 * A station on Moddable over TLS: what its build is made of, and that it runs. As mcconfig would, the test gives the
 * program the SDK's modules: the socket of TLS is the stand-in, and the records are made by a tunnel behind it.
 */
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import tls from "node:tls";
import { connectAsync } from "mqtt";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rooftop } from "../support/stations/rooftop.ts";
import { BOSCH_TRIM } from "../../src/simulator/chips/bme280-trim.ts";
import { Bme280 } from "../../src/simulator/chips/bme280.ts";
import { ChipSet } from "../../src/simulator/chips/chip-set.ts";
import { HostBoard } from "../../src/simulator/engines/host-board.ts";
import { loadSite } from "../../src/toolchain/site-file.ts";
import { busText } from "../../src/toolchain/station-entry.ts";
import { readAuthority } from "../../src/toolchain/station-secure.ts";
import { listening, startAedes } from "../support/brokers.ts";
import type { Broker } from "../support/brokers.ts";
import { makeCertificate } from "../support/certificates.ts";
import type { Certificate } from "../support/certificates.ts";
import { presentKinds } from "../support/engines.ts";
import { SECURE_MODULES } from "../support/moddable-tls.ts";
import { notRun } from "../support/not-run.ts";
import { buildAt } from "../support/station-files.ts";

const CLIMATE = { temperatureC: 21.5, humidityPercent: 40, pressurePa: 101325 };
const DEADLINE = { timeout: 15_000, interval: 5 };

const kinds = await presentKinds("moddable");
const here = makeCertificate("here", "IP:127.0.0.1");
const folder = mkdtempSync(join(tmpdir(), "catnap-secure-"));
const file = join(folder, "authority.pem");
const open: (() => unknown)[] = [() => rmSync(folder, { recursive: true })];
afterAll(async () => {
  while (open.length > 0) await open.pop()?.();
});

/** Takes plain TCP, and carries it on in TLS that trusts these authorities alone. */
async function startTunnel(port: number, ca: string): Promise<number> {
  const server = net.createServer((plain) => {
    const secure = tls.connect({ host: "127.0.0.1", port, ca });
    for (const socket of [plain, secure]) socket.on("error", () => {});
    plain.pipe(secure).pipe(plain);
  });
  open.push(() => once(server.close(), "close"));
  return listening(server);
}

function withCertificate(certificate: Certificate): void {
  let broker: Broker;
  let texts: string[];
  let paths: string[];
  beforeAll(async () => {
    writeFileSync(file, certificate.cert);
    broker = await startAedes({ secure: certificate });
    open.push(() => broker.stop());
    const port = await startTunnel(broker.port, certificate.cert);
    const environment = { CATNAP_BROKER: `mqtts://127.0.0.1:${port}`, CATNAP_AUTHORITY: "authority.pem" };
    const built = await buildAt("test/support/stations/rooftop.ts", () =>
      loadSite("test/support/stations/rooftop.ts", folder, environment),
    );
    ({ texts } = built);
    paths = built.files.map(({ path }) => path);
  });

  test("its files have the authority, and a manifest that names all", () => {
    const names = ["station.js", "main.js", "manifest.json", "authority.der"];
    expect(paths).toEqual(names.map((name) => `rooftop/${name}`));
    const { include, data } = JSON.parse(texts[2] as string) as Record<string, unknown>;
    expect(include).toContain("$(MODDABLE)/examples/io/tcp/tlssocket/manifest.json");
    expect(data).toEqual({ "*": ["./authority"] });
    expect(texts[1]).toContain(busText("moddable", rooftop.hardware.i2c, rooftop.feeds));
  });

  test("the authority is read as PEM and as DER, and is the same", () => {
    const { raw } = new X509Certificate(certificate.cert);
    expect(readAuthority(file)).toEqual(raw);
    writeFileSync(join(folder, "authority.der"), raw);
    expect(readAuthority(join(folder, "authority.der"))).toEqual(raw);
  });

  test("the file beside the station names the authority from its own folder", () => {
    const settings = { broker: "mqtts://broker.example", authority: "authority.pem" };
    writeFileSync(join(folder, "catnap.config.json"), JSON.stringify(settings));
    const site = loadSite(join(folder, "bed.ts"), ".", {});
    expect(site).toMatchObject({
      host: "broker.example",
      authority: new X509Certificate(readFileSync(file)).raw,
    });
  });

  test.each(kinds)("in $name it publishes to a broker that speaks TLS only", async (kind) => {
    const peer = await connectAsync(`mqtts://127.0.0.1:${broker.port}`, { ca: certificate.cert });
    const heard: string[] = [];
    peer.on("message", (topic) => heard.push(topic));
    await peer.subscribeAsync("#");
    const board = new HostBoard(
      kind,
      new ChipSet({ i2c: new Map([[0x77, new Bme280(BOSCH_TRIM, () => CLIMATE)]]) }),
    );
    const modules = { ...SECURE_MODULES, station: texts[0] as string };
    board.start({ text: texts[1] as string, modules, program: "" });
    await expect.poll(() => heard, DEADLINE).toContain("rooftop/weather");
    const options = { servername: "127.0.0.1", certificate: { name: "authority.der" } };
    expect(board.log).toEqual([`secure ${JSON.stringify(options)}`]);
    board.stop();
    await peer.endAsync(true);
  });
}

if (here === undefined) notRun("openssl not installed (TLS)");
else describe("a station on Moddable over TLS", () => withCertificate(here));

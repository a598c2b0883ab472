/* What npm would publish, in an empty project: it is packed, unpacked, run, and compiled against. */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startAedes } from "../../support/brokers.ts";

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, "../../..");
const TSC = join(ROOT, "node_modules/typescript/bin/tsc");

/** Outside of this repository, so that nothing of its node_modules is found by accident. */
const project = mkdtempSync(join(tmpdir(), "catnap-package-"));
let files: string[] = [];

beforeAll(async () => {
  const installed = join(project, "node_modules/catnap");
  mkdirSync(installed, { recursive: true });
  writeFileSync(join(project, "package.json"), '{ "private": true, "type": "module" }');
  const packed = await run("npm", ["pack", "--json", "--pack-destination", project], { cwd: ROOT });
  const [tarball] = JSON.parse(packed.stdout) as { filename: string; files: { path: string }[] }[];
  files = (tarball?.files ?? []).map((file) => file.path);
  await run("tar", ["-xzf", join(project, tarball?.filename ?? ""), "-C", installed, "--strip-components=1"]);
}, 30_000);

afterAll(() => rmSync(project, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(project, name);
  writeFileSync(file, text);
  return file;
}

describe("the package", () => {
  test("holds what it needs and nothing that is not for users", () => {
    expect(files).toEqual(expect.arrayContaining(["package.json", "LICENSE", "dist/node/catnap.js"]));
    expect(files.filter((file) => /^(test|scripts|node_modules|\.)|config/.test(file))).toEqual([]);
  });

  test("connects, publishes and is answered in an empty project", async () => {
    const broker = await startAedes();
    const program = write(
      "main.mjs",
      `import { connect, counters, disconnect, publish, Reason } from "catnap";
      const mqtt = connect({
        host: "127.0.0.1",
        port: ${broker.port},
        onConnect: () => publish(mqtt, "greenhouse/air", "21.5", 1, false),
        onAck: () => disconnect(mqtt),
        onClose: (reason) => console.log(Reason[reason], counters(mqtt).acknowledged),
      });`,
    );
    const { stdout, stderr } = await run(process.execPath, [program], { cwd: project });
    await broker.stop();
    expect({ stdout, stderr }).toEqual({ stdout: "Asked 1\n", stderr: "" });
  });

  test("says what is wrong with an option", async () => {
    const program = 'import { connect } from "catnap"; connect({ host: "b", clientid: "x" });';
    const failed = run(process.execPath, ["--input-type=module", "-e", program], { cwd: project });
    await expect(failed).rejects.toThrow('unknown option "clientid": did you mean "clientId"?');
  });
});

describe("for Moddable", () => {
  const read = (path: string): string => readFileSync(join(project, "node_modules/catnap", path), "utf8");

  test("mcpack finds the module by the condition of its name", async () => {
    const program = 'console.log(import.meta.resolve("catnap"));';
    const args = ["--conditions=moddable", "--input-type=module", "-e", program];
    const { stdout } = await run(process.execPath, args, { cwd: project });
    expect(stdout.trim()).toMatch(/\/node_modules\/catnap\/dist\/moddable\/catnap\.js$/);
    expect(read("dist/moddable/catnap.js")).toContain("embedded:io/socket/tcp");
  });

  test("mcconfig finds it through the manifest at the root", () => {
    const { include } = JSON.parse(read("manifest.json")) as { include: string[] };
    expect(include).toEqual(["./dist/moddable/manifest.json"]);
    const { modules, preload } = JSON.parse(read("dist/moddable/manifest.json")) as Record<string, unknown>;
    expect(modules).toEqual({ catnap: "./catnap" });
    expect(preload).toEqual(["catnap"]);
  });
});

describe("its types", () => {
  const consumer = `
    declare function print(...what: unknown[]): void;
    import { Cause, connect, counters, disconnect, Link, maySleep, Notice, publish, publishMessage } from "catnap";
    import { Reason, state, Status, subscribe, undelivered, unsubscribe, WhenFull } from "catnap";
    import type { ConnectOptions, Counters, Handlers, Message, MessageHandler, MqttClient } from "catnap";
    import type { Secrets, Source, Will } from "catnap";

    const secrets: Secrets = { ca: "", cert: "", key: "" };
    const will: Will = { topic: "w", payload: new Uint8Array([1]), qos: 1, retain: true };
    const onMessage: MessageHandler = (topic, piece, qos, retain, dup, offset, totalBytes) =>
      offset + piece.length === totalBytes && !retain && !dup && qos === 0 && topic !== "";
    const handlers: Handlers = {
      onMessage,
      onClose: (reason, code) => print(Reason[reason], reason === Reason.Lost && code === Cause.Reset),
      onNotice: (notice) => print(notice === Notice.StrayAck),
      onSafe: () => print(undelivered(mqtt) === 0),
    };
    const options: ConnectOptions = { host: "localhost", secrets, will, whenFull: WhenFull.DropOldest, ...handlers };
    const mqtt: MqttClient = connect(options);
    const source: Source = (offset, limit) => "text".slice(offset, offset + limit);
    const message: Message = { topic: "t", source, totalBytes: 4, qos: 1, ttlS: 60 };
    const number: number = publish(mqtt, "t", "x", 0, false) + publishMessage(mqtt, message) + maySleep(mqtt);
    const status: Status = subscribe(mqtt, "t/#", 1, onMessage);
    if (status === Status.Full || unsubscribe(mqtt, "t/#") < 0) disconnect(mqtt);
    const counts: Counters = counters(mqtt);
    print(number, counts.sent, state(mqtt) === Link.Up);
    // @ts-expect-error: a name that is not an option
    connect({ host: "localhost", clientid: "x" });
    // @ts-expect-error: a payload that is neither text nor bytes
    publish(mqtt, "t", 21.5, 0, false);
  `;

  // Nothing but the package is there: neither @types/node nor the DOM.
  const compile = async (settings: string[]): Promise<string> => {
    const file = write("consumer.ts", consumer);
    const strict = [
      "--noEmit",
      "--strict",
      "--isolatedModules",
      "--exactOptionalPropertyTypes",
      "--skipLibCheck",
      "false",
    ];
    const others = ["--target", "es2022", "--lib", "es2022"];
    const compiled = run(process.execPath, [TSC, ...strict, ...others, ...settings, file], { cwd: project });
    return compiled.then(
      ({ stdout }) => stdout,
      (error: { stdout: string }) => error.stdout,
    );
  };

  for (const settings of [
    ["--module", "nodenext"],
    ["--module", "esnext", "--moduleResolution", "bundler", "--verbatimModuleSyntax"],
  ])
    test(`are found and right with ${settings.join(" ")}, strict and isolatedModules`, async () => {
      expect(await compile(settings)).toBe("");
    });
});

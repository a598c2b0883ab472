/*
 * Real brokers on 127.0.0.1: aedes inside of this process, Mosquitto as a child with a folder of its own.
 */
import { spawn } from "node:child_process";
import { pbkdf2Sync, randomBytes } from "node:crypto";
import { once } from "node:events";
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import net from "node:net";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";
import tls from "node:tls";
import { Aedes } from "aedes";
import type { Certificate } from "./certificates.ts";

export interface Broker {
  port: number;
  stop: () => Promise<void>;
}

export interface BrokerOptions {
  /** A free one, unless given. */
  port?: number;
  /** Without it everybody may connect. */
  login?: { userName: string; password: string };
  /** With it the broker speaks TLS only. */
  secure?: Certificate;
}

export type StartBroker = (options?: BrokerOptions) => Promise<Broker>;

/** A server on 127.0.0.1 that listens. */
export async function listening(server: net.Server, port = 0): Promise<number> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as net.AddressInfo).port;
}

/** A port on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  const port = await listening(server);
  server.close();
  await once(server, "close");
  return port;
}

/** Aedes answers a wrong user name or password with CONNACK 4. */
export async function startAedes(options: BrokerOptions = {}): Promise<Broker> {
  const aedes = await Aedes.createBroker({ heartbeatInterval: 100 });
  const { login } = options;
  if (login !== undefined)
    aedes.authenticate = (_client, userName, password, done) => {
      if (userName === login.userName && password?.toString() === login.password) done(null, true);
      else done(Object.assign(new Error("bad user name or password"), { returnCode: 4 }), false);
    };
  const { secure } = options;
  const server = secure === undefined ? net.createServer(aedes.handle) : secureServer(secure, aedes);
  const port = await listening(server, options.port);
  return {
    port,
    stop: async () => {
      server.close();
      await new Promise<void>((resolve) => aedes.close(resolve));
    },
  };
}

function secureServer(secure: Certificate, aedes: Aedes): tls.Server {
  // Who does not trust the certificate hangs up.
  return tls.createServer(secure, aedes.handle).on("tlsClientError", () => {});
}

/** Debian puts brokers where only root looks. */
export function findMosquitto(): string | undefined {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin"];
  return folders.map((folder) => join(folder, "mosquitto")).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A line of Mosquitto's password file: PBKDF2 with SHA-512, as mosquitto_passwd writes it. */
function passwordLine(userName: string, password: string): string {
  const salt = randomBytes(12);
  const hash = pbkdf2Sync(password, salt, 101, 64, "sha512");
  return `${userName}:$7$101$${salt.toString("base64")}$${hash.toString("base64")}\n`;
}

/** Mosquitto answers a wrong user name or password with CONNACK 5. */
export async function startMosquitto(path: string, options: BrokerOptions = {}): Promise<Broker> {
  const folder = mkdtempSync(join(tmpdir(), "catnap-mosquitto-"));
  const port = options.port ?? (await freePort());
  const { login, secure } = options;
  const config = [
    `listener ${port} 127.0.0.1`,
    `allow_anonymous ${login === undefined}`,
    // Started by root it would else become a user who may not read this folder.
    `user ${userInfo().username}`,
    "log_dest stderr",
    "sys_interval 1",
  ];
  if (login !== undefined) {
    writeFileSync(join(folder, "passwords"), passwordLine(login.userName, login.password), { mode: 0o600 });
    config.push(`password_file ${join(folder, "passwords")}`);
  }
  if (secure !== undefined)
    for (const [name, pem] of Object.entries(secure)) {
      writeFileSync(join(folder, name), pem, { mode: 0o600 });
      config.push(`${name}file ${join(folder, name)}`);
    }
  writeFileSync(join(folder, "mosquitto.conf"), config.join("\n"));

  const child = spawn(path, ["-c", join(folder, "mosquitto.conf")], { stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(child, "exit");
  // Killed, because just after its start Mosquitto forgets a request to end.
  const kill = (): void => void child.kill("SIGKILL");
  process.on("exit", kill);
  const stop = async (): Promise<void> => {
    kill();
    await ended;
    process.off("exit", kill);
    rmSync(folder, { recursive: true });
  };
  await new Promise<void>((resolve, reject) => {
    let said = "";
    child.stderr.on("data", (text: Buffer) => {
      said += text.toString();
      if (/ running\n/.test(said)) resolve();
    });
    child.on("exit", (code) => reject(new Error(`mosquitto ended with ${code}: ${said}`)));
  });
  return { port, stop };
}

/*
 * What the whole client does between an engine and any broker, and the small one does not claim.
 */
import { expect } from "vitest";
import { until, utf8Hex } from "../support/engine-client.ts";
import { bytesLike } from "../support/wire.ts";
import { sentTo } from "./setting.ts";
import type { Scenario } from "./setting.ts";

export const WHOLE_SCENARIOS: Scenario[] = [
  [
    "takes 10 KB in pieces of at most 256 bytes, with buffers of 256 bytes",
    async (setting) => {
      const topic = `${setting.name}/large`;
      const sent = Buffer.from(bytesLike(10_240));
      const proxy = await setting.proxy();
      const peer = await setting.peer();
      const client = await setting.client({ port: proxy.port, rxBytes: 256, txBytes: 256 });
      await client.subscribe(topic, 1);
      await peer.mqtt.publishAsync(topic, sent, { qos: 1 });
      const pieces = (): string[][] =>
        client.log.filter((line) => line.startsWith("message ")).map((line) => line.split(" "));
      const got = (): string =>
        pieces()
          .map(([, , , , hex]) => hex)
          .join("");
      await until(() => expect(got().length).toBe(sent.length * 2));
      expect(got()).toBe(sent.toString("hex"));
      const places = Array.from({ length: 40 }, (_, at) => `${at * 256}+256/10240`);
      expect(pieces().map(([, , , place]) => place)).toEqual(places);
      expect(new Set(pieces().map(([, hex]) => hex))).toEqual(new Set([utf8Hex(topic)]));
      await until(() => expect(sentTo(proxy, "puback")).toHaveLength(1));
    },
  ],
];

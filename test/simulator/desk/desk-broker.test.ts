import { expect, test } from "vitest";
import { greenhouse } from "../../support/stations/greenhouse.ts";
import { withBroker } from "../../../src/simulator/desk/desk-broker.ts";

test("a given broker is used as it is, and nothing is started", async () => {
  const address = await withBroker(greenhouse, "mqtt://b.example", async (found, isEmbedded) => ({
    ...found,
    isEmbedded,
  }));
  expect(address).toMatchObject({ host: "b.example", port: 1883, isEmbedded: false });
});

test("the embedded broker ends with the run, also with one that fails", async () => {
  let port = 0;
  await expect(
    withBroker(greenhouse, undefined, async (found, isEmbedded) => {
      port = found.port;
      throw new Error(`failed, embedded ${isEmbedded}`);
    }),
  ).rejects.toThrow("failed, embedded true");
  await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow("fetch failed");
});

test("a station that cannot work, and a password that does not fit, are said before anything starts", async () => {
  const never = async () => {
    throw new Error("started");
  };
  await expect(withBroker({ ...greenhouse, feeds: [] }, undefined, never)).rejects.toThrow(
    "there is no feed",
  );
  await expect(withBroker(greenhouse, `mqtt://u:${"p".repeat(300)}@b`, never)).rejects.toThrow(
    "user name and password must fit",
  );
});

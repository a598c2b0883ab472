/* A small client that only publishes, with QoS 1 as well. */
import { beforeEach, expect, test } from "vitest";
import { Reason } from "../../../src/client/status.ts";
import { puback } from "../../support/client.ts";
import { FakePort } from "../../support/fake-port.ts";
import { loadSmall, SmallBench } from "../../support/small.ts";
import { message } from "../../support/wire.ts";

const face = await loadSmall("inbound");
let port: FakePort;
beforeEach(() => {
  port = new FakePort();
});

test("it is told of acknowledgements, wherever they are cut", () => {
  for (let cut = 0; cut < 8; cut += 1) {
    port = new FakePort();
    const bench = new SmallBench(face, port).up();
    bench.publish("a", 1);
    bench.publish("b", 1);
    bench.written();
    const bytes = Buffer.concat([puback(1), puback(2)]);
    port.received(bytes.subarray(0, cut)).received(bytes.subarray(cut));
    expect(bench.told()).toEqual(["ack 1", "ack 2"]);
  }
});

test("a message that comes all the same closes", () => {
  const bench = new SmallBench(face, port).up();
  port.received(message("t", "x"));
  expect(bench.told()).toEqual([`close ${Reason.Malformed} 0`]);
});

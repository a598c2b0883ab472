/*
 * What an engine asks the outside, and has answered at once: I2C transfers, what storage keeps over a deep sleep, and
 * where connecting waits for it, whether there is anybody.
 */
import { afterEach, describe, expect, test } from "vitest";
import type { Kept, Outside } from "../../../src/simulator/engines/engine.ts";
import { GuestEngine } from "../../../src/simulator/engines/guest.ts";
import { OPEN_OUTSIDE } from "../../../src/simulator/engines/outside.ts";
import { callLine, presentKinds } from "../../support/engines.ts";
import type { Language } from "../../support/engines.ts";

/** Writes F7 to 0x76 and reads three bytes, then fails to reach 0x77; prints the sum of what was read. */
const CHIPS: Partial<Record<Language, string>> = {
  espruino: `I2C1.writeTo(0x76, [0xf7]);
    var bytes = I2C1.readFrom(0x76, 3);
    console.log(bytes[0] + bytes[1] + bytes[2]);
    try { I2C1.writeTo(0x77, [1]); } catch (error) { console.log("absent"); }`,
  moddable: `import I2C from "embedded:io/i2c";
    const pins = { data: 2, clock: 3, hz: 100000 };
    const chip = new I2C({ ...pins, address: 0x76 });
    chip.write(new Uint8Array([0xf7]));
    const bytes = new Uint8Array(chip.read(3));
    trace(bytes[0] + bytes[1] + bytes[2]);
    try { new I2C({ ...pins, address: 0x77 }).write(new Uint8Array([1])); } catch { trace("absent"); }`,
  nodemcu: `i2c.start(0)
    i2c.address(0, 0x76, i2c.TRANSMITTER)
    i2c.write(0, { 0xf7 })
    i2c.start(0)
    i2c.address(0, 0x76, i2c.RECEIVER)
    local bytes = i2c.read(0, 3)
    i2c.stop(0)
    print(bytes:byte(1) + bytes:byte(2) + bytes:byte(3))
    i2c.start(0)
    if not i2c.address(0, 0x77, i2c.TRANSMITTER) then print("absent") end
    i2c.stop(0)`,
};

/** Counts its starts, up to 300, in whatever its runtime keeps. */
const COUNTS: Partial<Record<Language, string>> = {
  espruino: `var before = require("Storage").read("count");
    var count = before === undefined ? 299 : before.charCodeAt(0) * 256 + before.charCodeAt(1);
    console.log(count);
    require("Storage").write("count", String.fromCharCode(Math.floor((count + 1) / 256), (count + 1) % 256));`,
  moddable: `import Preference from "preference";
    const before = Preference.get("catnap", "count");
    const count = before === undefined ? 299 : new Uint16Array(before)[0];
    trace(count);
    Preference.set("catnap", "count", new Uint16Array([count + 1]).buffer);`,
  nodemcu: `local count = rtcmem.read32(20)
    if count == 0 then count = 299 end
    print(count)
    rtcmem.write32(20, count + 1, -1)`,
};

/** Connects by a name, and prints what comes of it. */
const NAMES: Partial<Record<Language, string>> = {
  espruino: `try { require("net").connect({ host: "broker.local", port: 1883 }, function () {}); }
    catch (error) { console.log(String(error)); }`,
  moddable: `import Net from "net"; Net.resolve("broker.local", (name, address) => trace(name + " " + address));`,
};

const kindsOf = async (language: Language) =>
  (await presentKinds(language)).map((kind) => ({ name: kind.name, kind, language }));
const kinds = [...(await kindsOf("espruino")), ...(await kindsOf("moddable")), ...(await kindsOf("nodemcu"))];

describe.each(kinds)("$name", ({ kind, language }) => {
  let engine: GuestEngine | undefined;
  afterEach(() => void engine?.stop());

  function begin(
    texts: Partial<Record<Language, string>>,
    outside: Partial<Outside>,
    kept: Kept = {},
  ): string[] {
    engine = new GuestEngine(kind, { ...OPEN_OUTSIDE, ...outside });
    const { calls } = engine.start({ text: texts[language] as string, program: "" }, 0, kept);
    return [...calls, ...engine.step(0, { event: "timer" }).calls].map(callLine);
  }

  test("a chip is written to and read from, and one that is not there is absent", () => {
    const transfers: string[] = [];
    const i2c = (address: number, written: Uint8Array, readBytes: number): Uint8Array | undefined => {
      const isProbe = written.length === 0 && readBytes === 0;
      if (!isProbe) transfers.push(`${address} ${Buffer.from(written).toString("hex")} ${readBytes}`);
      return address === 0x76 ? new Uint8Array([1, 2, 255]).subarray(0, readBytes) : undefined;
    };
    expect(begin(CHIPS, { i2c })).toEqual(["print 258", "print absent"]);
    // NodeMCU sends the write and the read behind it as one.
    const sent = language === "nodemcu" ? ["118 f7 3"] : ["118 f7 0", "118  3"];
    expect(transfers.filter((line) => line.startsWith("118"))).toEqual(sent);
  });

  test("what is kept is there after a deep sleep, and not on another board", () => {
    expect(begin(COUNTS, {})).toEqual(["print 299"]);
    const kept = (engine as GuestEngine).stop();
    expect(begin(COUNTS, {}, kept)).toEqual(["print 300"]);
    const again = (engine as GuestEngine).stop();
    expect(begin(COUNTS, {}, again)).toEqual(["print 301"]);
    expect(begin(COUNTS, {}, kept)).toEqual(["print 300"]);
    expect(begin(COUNTS, {})).toEqual(["print 299"]);
  });

  if (language === "nodemcu") return;
  test("a name is looked up outside", () => {
    const isModdable = language === "moddable";
    const resolve = (host: string): string | undefined => (host === "broker.local" ? "10.0.0.7" : undefined);
    expect(begin(NAMES, { resolve })).toEqual([
      isModdable ? "print broker.local 10.0.0.7" : "connect 1 broker.local:1883",
    ]);
    expect(begin(NAMES, { resolve: () => undefined })).toEqual([
      isModdable ? "print broker.local undefined" : "print Error: Unable to locate host",
    ]);
  });

  if (language === "moddable") return;
  test("connecting throws where nobody listens", () => {
    const asked: string[] = [];
    const isListening = (host: string, port: number): boolean => {
      asked.push(`${host}:${port}`);
      return false;
    };
    expect(begin(NAMES, { isListening })).toEqual(["print Error: Unable to create socket"]);
    expect(asked).toEqual(["broker.local:1883"]);
  });
});

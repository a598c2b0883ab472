/*
 * A DS18B20 over the runtime's own 1-Wire calls, in every engine that is present: what the outside is told, and what
 * comes of its answers.
 * Source: Maxim DS18B20 data sheet, "ROM commands", "function commands", table 1 (25.0625 degrees are 0191).
 */
import { describe, expect, test } from "vitest";
import type { Outside } from "../../../src/simulator/engines/engine.ts";
import { presentKinds } from "../../support/engines.ts";
import type { Language } from "../../support/engines.ts";
import { live } from "../../support/life.ts";

/** The data sheet's layout; their last bytes are CRCs. */
const ROM = "28ff641e8d16043e";
const SCRATCHPAD = "91014b467fff0c1070";

/** Finds the chip, starts a conversion, and later reads the scratchpad: a byte, then the other eight. */
const READS: Partial<Record<Language, string>> = {
  espruino: `var bus = new OneWire(D4);
    var rom = bus.search()[0];
    console.log(rom);
    bus.reset(); bus.skip(); bus.write(0x44);
    globalThis.tell = function () {
      bus.select(rom);
      bus.write([0xbe]);
      var first = bus.read();
      console.log(first + " " + bus.read(8).join(","));
    };`,
  moddable: `import OneWire from "onewire";
    const bus = new OneWire({ pin: 4 });
    const [rom] = bus.search();
    trace(OneWire.hex(rom));
    bus.reset(); bus.write(0xcc); bus.write(0x44);
    export const tell = () => {
      bus.select(rom);
      bus.write(0xbe);
      const first = bus.read();
      trace(first + " " + new Uint8Array(bus.read(8)).join(","));
    };`,
  nodemcu: `ow.setup(2)
    ow.reset_search(2)
    local rom = ow.search(2)
    print((rom:gsub(".", function(char) return ("%02x"):format(char:byte()) end)))
    if ow.search(2) then print("another") end
    ow.reset(2) ow.skip(2) ow.write(2, 0x44, 1)
    function tell()
      ow.reset(2) ow.select(2, rom) ow.write_bytes(2, "\\190", 0)
      local first = ow.read(2)
      print(first .. " " .. table.concat({ ow.read_bytes(2, 8):byte(1, 8) }, ","))
      ow.depower(2)
    end
    return { tell = tell }`,
};

/** Without a chip: no presence, nothing found, and a bus that is high. Then a write without a reset. */
const ABSENT: Partial<Record<Language, string>> = {
  espruino: `var bus = new OneWire(D4);
    console.log([bus.reset(), bus.search().length, bus.reset(), bus.read(2)].join(" "));
    globalThis.tell = function () { bus.write(1); };
    try { bus.select("28ff"); } catch (error) { console.log("no ROM code"); }`,
  moddable: `import OneWire from "onewire";
    const bus = new OneWire({ pin: 4 });
    trace([bus.reset(), bus.search().length, bus.reset(), new Uint8Array(bus.read(2))].join(" "));
    export const tell = () => bus.write(1);
    try { bus.isPresent(new ArrayBuffer(2)); } catch { trace("no ROM code"); }`,
  nodemcu: `ow.setup(2)
    print(table.concat({ tostring(ow.reset(2) == 1), ow.search(2) and 1 or 0, tostring(ow.reset(2) == 1),
      table.concat({ ow.read_bytes(2, 2):byte(1, 2) }, ",") }, " "))
    function tell() ow.write(2, 1) end
    if not pcall(ow.select, 2, "short") then print("no ROM code") end
    return { tell = tell }`,
};

/** Starts a conversion, and goes to sleep at once. */
const SLEEPS: Record<string, string> = {
  espruino: `var bus = new OneWire(D4); bus.reset(); bus.skip(); bus.write(0x44); ESP8266.deepSleep(1000);`,
  moddable: `import OneWire from "onewire";
    const bus = new OneWire({ pin: 4 }); bus.reset(); bus.write(0xcc); bus.write(0x44); System.deepSleep(1000);`,
  nodemcu: `ow.setup(2) ow.reset(2) ow.skip(2) ow.write(2, 0x44) node.dsleep(1000)`,
};

/** One chip on the bus of GPIO4, which answers to its ROM code and to all. */
function chip(told: string[], rom = ROM): Outside["oneWire"] {
  return (pin, written, readBytes) => {
    const hex = Buffer.from(written).toString("hex");
    told.push(`${pin} ${hex} ${readBytes}`);
    const answer = hex === "33" ? rom : hex.endsWith("be") ? SCRATCHPAD : "";
    return Buffer.from(answer, "hex").subarray(0, readBytes);
  };
}

for (const language of ["espruino", "moddable", "nodemcu"] as const)
  describe.each((await presentKinds(language)).map((kind) => ({ title: kind.name, kind })))(
    "$title",
    ({ kind }) => {
      const tell = language === "moddable" ? "catnap.tell()" : "tell()";

      test("finds a chip, starts a conversion, and reads it in two parts", () => {
        const told: string[] = [];
        const { lines } = live(kind, READS[language] as string, [750, tell], { oneWire: chip(told) });
        const rest = [...Buffer.from(SCRATCHPAD, "hex").subarray(1)].join(",");
        expect(lines).toEqual([`print ${ROM}`, `print 145 ${rest}`]);
        // Each transaction begins with a reset, and the second part of a reading repeats the first.
        expect(told).toEqual([
          ...["4  0", "4 33 8", "4  0", "4 cc44 0"],
          ...["4  0", `4 55${ROM}be 1`, `4 55${ROM}be 9`],
        ]);
      });

      test("tells that nobody is there, and refuses what has no reset before it", () => {
        const { lines } = live(kind, ABSENT[language] as string, [tell]);
        expect(lines.slice(0, 2)).toEqual(["print false 0 false 255,255", "print no ROM code"]);
        expect(lines[2]).toMatch(/^fault .*behind a reset/);
      });

      test("refuses a ROM code that more than one chip has answered", () => {
        const oneWire = chip([], "28ff641e8d16043f");
        const run = () => live(kind, READS[language] as string, [], { oneWire });
        expect(run).toThrow(/more than one device/);
      });
    },
  );

for (const [language, text] of Object.entries(SLEEPS))
  for (const kind of await presentKinds(language as Language, "esp8266"))
    test(`${kind.name} has told what it wrote when it sleeps`, () => {
      const told: string[] = [];
      expect(live(kind, text, [], { oneWire: chip(told) }).lines).toEqual(["sleep 1"]);
      expect(told).toEqual(["4  0", "4 cc44 0"]);
    });

for (const kind of await presentKinds("nodemcu"))
  test(`${kind.name} has no 1-Wire on D0, and none that was not set up`, () => {
    const text = `print(pcall(ow.setup, 0)) print(pcall(ow.reset, 3))`;
    const lines = live(kind, text, []).lines.join("\n");
    expect(lines).toMatch(/false.*no 1-wire for D0[^]*false.*no setup/);
  });

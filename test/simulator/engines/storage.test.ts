/*
 * What a board keeps, in the runtime's own words: files of Espruino and NodeMCU, RTC memory of NodeMCU, preferences
 * of Moddable; in every engine that is present.
 */
import { expect, test } from "vitest";
import type { Kind } from "../../../src/simulator/engines/guest.ts";
import { presentKinds } from "../../support/engines.ts";
import type { Language } from "../../support/engines.ts";
import { live } from "../../support/life.ts";

/** Language, what is shown, a program, and what it prints. */
const CASES: [Language, string, string, string[]][] = [
  [
    "espruino",
    "a file has the size that it was made with, and is written into once",
    `var f = require("Storage");
    f.write("a", "Hello", 0, 8);
    f.write("a", "!", 5);
    console.log(f.read("a") === "Hello!\\xff\\xff", f.read("a", 1, 3), f.read("a", 6).length);
    try { f.write("a", "?", 5); } catch (error) { console.log(error.message); }
    try { f.write("a", "long", 6); } catch (error) { console.log(error.message); }`,
    ["true ell 2", "File already written with different data", "Too much data for file size"],
  ],
  [
    "espruino",
    "a file that is written at its beginning is another file",
    `var f = require("Storage");
    f.write("a", "first");
    f.write("a", [104, 105]);
    console.log(f.read("a"), f.read("b") === undefined);
    f.write("j", { x: [1] });
    console.log(f.readJSON("j").x[0], f.read("j"));
    f.writeJSON("k", [2]);
    console.log(f.readJSON("k")[0], f.readJSON("a", true) === undefined);`,
    ["hi true", `1 {"x":[1]}`, "2 true"],
  ],
  [
    "espruino",
    "files are listed, erased and counted",
    `var f = require("Storage");
    var free = f.getFree();
    f.write("rtc", "12345");
    f.write("b.js", "1");
    console.log(f.list().sort().join(), f.list(/js$/).join(), free - f.getFree());
    f.compact();
    f.erase("b.js");
    console.log(f.list().join(), free - f.getFree());
    f.eraseAll();
    console.log(f.list().length, free - f.getFree());`,
    ["b.js,rtc b.js 76", "rtc 40", "0 0"],
  ],
  [
    "espruino",
    "what cannot be written is refused",
    `var f = require("Storage");
    [["", "x"], ["a name of twenty-nine letters", "x"], ["a", ""], ["a", "x", 0, 1e6], ["b", "x", 1], ["a", 5]]
      .forEach(function (each) {
        try { f.write(each[0], each[1], each[2], each[3]); } catch (error) { console.log(error.message); }
      });`,
    [
      "A file's name has 1 to 28 characters",
      "A file's name has 1 to 28 characters",
      "Can't create zero length file",
      "Unable to find or create file",
      "Unable to find or create file",
      "Can't get pointer to data to write",
    ],
  ],
  [
    "moddable",
    "a preference has the type that was set",
    `import Preference from "preference";
    const values = [true, -5, "Grad °", new Uint8Array([1, 2]).buffer];
    values.forEach((value, at) => Preference.set("catnap", "k" + at, value));
    trace(values.map((_, at) => Preference.get("catnap", "k" + at)).slice(0, 3).join());
    trace(new Uint8Array(Preference.get("catnap", "k3")).join());`,
    ["true,-5,Grad °", "1,2"],
  ],
  [
    "moddable",
    "preferences are listed and deleted, and what cannot be one is refused",
    `import Preference from "preference";
    Preference.set("catnap", "a", 1);
    Preference.set("other", "b", 1);
    trace(Preference.keys("catnap").join());
    Preference.delete("catnap", "a");
    trace(Preference.keys("catnap").length + " " + Preference.get("catnap", "a"));
    for (const [key, value] of [["k", 1.5], ["k", {}], ["k", null], ["k".repeat(32), 1]])
      try { Preference.set("catnap", key, value); } catch (error) { trace(error.message); }`,
    ["a", "0 undefined", "float unsupported", "unsupported type", "unsupported type", "too long"],
  ],
  [
    "nodemcu",
    "a file is read in parts, by line, and to its end",
    `file.putcontents("a", "one\\ntwo")
    print(file.getcontents("a"):len(), file.getcontents("b"), file.exists("a"), file.exists("b"))
    local fd = file.open("a")
    print(fd:read(2), fd:read("\\n") == "e\\n", fd:readline(), fd:read())
    fd:close()
    print(pcall(fd.read, fd) == false, file.open("b"))`,
    ["7\tnil\ttrue\tfalse", "on\ttrue\ttwo\tnil", "true\tnil"],
  ],
  [
    "nodemcu",
    "what is written is there once it is flushed or closed",
    `file.open("a", "w")
    file.write("on")
    print(#file.getcontents("a"))
    file.flush()
    print(#file.getcontents("a"))
    file.writeline("e")
    file.close()
    local fd = file.open("a", "a+")
    fd:write("two")
    fd:close()
    fd = file.open("a", "r+")
    fd:write("O")
    fd:close()
    print(file.getcontents("a") == "One\\ntwo", file.open("a", "r"):write("x"), pcall(file.write, "x"))`,
    ["0", "2", "true\tnil\ttrue\tnil"],
  ],
  [
    "nodemcu",
    "files are listed, renamed and removed",
    `file.putcontents("rtc", "12345")
    file.putcontents("b", "1")
    print(file.list()["rtc"], file.rename("b", "rtc"), file.rename("b", "c"), file.list()["b"], file.list()["c"])
    file.remove("c")
    print(file.exists("c"), pcall(file.open, ("n"):rep(32)) == false)`,
    ["5\tfalse\ttrue\tnil\t1", "false\ttrue"],
  ],
  [
    "nodemcu",
    "RTC memory has 128 words",
    `rtcmem.write32(126, 7, -8)
    print(rtcmem.read32(126), rtcmem.read32(125, 9))
    print(pcall(rtcmem.write32, 127, 1, 2) == false)`,
    ["7\t0\t7\t-8", "true"],
  ],
];

for (const [language, title, text, printed] of CASES)
  for (const kind of await presentKinds(language))
    test(`${kind.name}: ${title}`, () => {
      expect(live(kind, text, []).lines).toEqual(printed.map((line) => `print ${line}`));
    });

const [espruino] = await presentKinds("espruino");
const [nodemcu] = await presentKinds("nodemcu");

test("names tell what RTC memory is, whatever a file is called", () => {
  const kept = [
    ...Object.keys(live(espruino as Kind, `require("Storage").write("rtcmem0", "x")`, []).kept),
    ...Object.keys(live(nodemcu as Kind, `file.putcontents("rtcmem0", "x") rtcmem.write32(1, 5)`, []).kept),
  ];
  expect(kept).toEqual(["./rtcmem0", "./rtcmem0", "rtcmem1"]);
});

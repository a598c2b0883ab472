/*
 * Stations that cannot be built: what is said, and that nothing is written.
 */
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../../src/toolchain/features.ts";
import { writeStation } from "../../src/toolchain/station-build.ts";
import { joiningSiteOf, newFolder } from "../support/station-files.ts";

/** A user's file that exports a changed greenhouse, or a rooftop. */
function changed(name: string, change: string): string {
  const file = join(newFolder(), `${name}.ts`);
  const from = JSON.stringify(join(ROOT, `test/support/stations/${name}.ts`));
  writeFileSync(
    file,
    `import { ${name} } from ${from};\nexport const changed = { ...${name}, ${change} };\n`,
  );
  return file;
}

// A station, its broker, and what is said.
const REFUSED: [string, string, string, string, string][] = [
  ["mistakes", "greenhouse", 'name: "my bed", feeds: []', "mqtt://b", '"my bed" is no station name'],
  [
    "a runtime that its hardware has no firmware for",
    "greenhouse",
    'runtime: "nodemcu"',
    "mqtt://b",
    "no nodemcu firmware",
  ],
  [
    "a runtime that nothing is built for",
    "greenhouse",
    'runtime: "arduino", hardware: { ...greenhouse.hardware, runtimes: ["arduino"] }',
    "mqtt://b",
    "runtimes is [arduino]: give some of espruino, moddable, nodemcu",
  ],
  ["the library's name", "greenhouse", 'name: "Moddable"', "mqtt://b", "give the station another name"],
  [
    "TLS on Moddable that nobody vouches for",
    "rooftop",
    'name: "roof"',
    "mqtts://b",
    'as "authority" in catnap.config.json, or in CATNAP_AUTHORITY',
  ],
  [
    "a login that is too long",
    "greenhouse",
    'name: "bed"',
    `mqtt://${"u".repeat(600)}@b`,
    "user name and password must fit",
  ],
];

for (const [what, name, change, address, sentence] of REFUSED)
  test(`a station with ${what} is refused, and nothing is written`, async () => {
    const folder = newFolder();
    await expect(writeStation(changed(name, change), folder, joiningSiteOf(address))).rejects.toThrow(
      sentence,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

test("a site is asked for only when the station is right", async () => {
  const site = () => {
    throw new Error("asked");
  };
  await expect(writeStation(changed("greenhouse", "feeds: []"), newFolder(), site)).rejects.toThrow(
    "there is no feed",
  );
  await expect(writeStation("test/support/stations/greenhouse.ts", newFolder(), site)).rejects.toThrow(
    "asked",
  );
});

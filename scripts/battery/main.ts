/*
 * npm run battery: what the battery says of a station that sleeps, as the README has it.
 */
import { batteryLines } from "./table.ts";

process.stdout.write(`${batteryLines().join("\n")}\n`);

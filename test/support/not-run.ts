/*
 * Tests that need a program which is not installed here. They are skipped, and the run says so even where the
 * reporter does not print the names of skipped tests.
 */
import { test } from "vitest";

/** ("mosquitto not installed") prints and skips "not run: mosquitto not installed". */
export function notRun(reason: string): void {
  console.warn(`not run: ${reason}`);
  test.skip(`not run: ${reason}`);
}

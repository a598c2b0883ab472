#!/usr/bin/env node
/*
 * The catnap command. The sources are TypeScript, and so are a user's stations: tsx reads both, also those in a
 * folder whose package.json does not say "type": "module", as most do not.
 */
import { register as registerCommonJs } from "tsx/cjs/api";
import { register } from "tsx/esm/api";

registerCommonJs();
register();
await import("./cli.ts");

#!/usr/bin/env node
/*
 * The catnap command. The sources are TypeScript, and so are a user's stations: tsx reads both.
 */
import { register } from "tsx/esm/api";

register();
await import("./cli.ts");

/*
 * Node as an engine: an artefact that was bundled for Node, a CommonJS module, over simulated sockets and a
 * simulated clock. It is what the other engines are compared with.
 */
import { EventEmitter } from "node:events";
import { createRequire } from "node:module";
import type { Kind } from "./guest.ts";
import { preludeText } from "./prelude.ts";
import { VmGuest } from "./vm.ts";

export const NODE: Kind = {
  name: "Node",
  encoding: "base64",
  begin: (answer) => {
    const nativeRequire = createRequire(import.meta.url);
    const globals = { Buffer, EventEmitter, TextDecoder, TextEncoder, nativeRequire };
    return new VmGuest(globals, "", preludeText("node"), answer);
  },
};

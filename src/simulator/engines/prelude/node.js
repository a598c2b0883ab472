/*
 * Node's own API over a simulated board: node:net, node:tls, timers and the monotonic clock, as far as a client uses
 * them. A write is called back when the network has taken it.
 */
/** In the order of wire.ts: ended, reset, unreachable, unknown host. */
board.SOCKET_CODES = ["", "ECONNRESET", "ECONNREFUSED", "ENOTFOUND"];

board.bytesOf = function (word) {
  return Buffer.from(word === "-" ? "" : word, "base64");
};
board.wordOf = function (bytes) {
  return bytes.length === 0 ? "-" : Buffer.from(bytes).toString("base64");
};
board.textOf = function (word) {
  return board.bytesOf(word).toString();
};
board.wordOfText = function (text) {
  return board.wordOf(Buffer.from(text));
};
board.run = function (program) {
  (0, eval)(program);
};

board.Socket = class extends EventEmitter {
  constructor(address, isSecure) {
    super();
    this.isSecure = isSecure;
    this.isEnding = false;
    this.isClosed = false;
    this.under = [];
    this.id = board.connect(this, address.host, address.port, isSecure);
  }
  setNoDelay() {}
  tell(event, detail) {
    board.guard(() => this.emit(event, detail));
  }
  opened() {
    this.tell(this.isSecure ? "secureConnect" : "connect");
  }
  received(word) {
    this.tell("data", board.bytesOf(word));
  }
  sent() {
    this.under.splice(0).forEach((call) => board.guard(call));
    this.finish();
  }
  closed(ending) {
    const code = board.SOCKET_CODES[ending];
    this.isClosed = true;
    if (code !== "") this.tell("error", Object.assign(new Error(code), { code }));
    this.tell("close");
  }
  write(bytes, taken) {
    if (this.isEnding || this.isClosed) throw new Error("write after end");
    board.write(this.id, bytes);
    this.under.push(taken);
  }
  finish() {
    if (this.isEnding && this.under.length === 0) this.destroy();
  }
  end() {
    this.isEnding = true;
    this.finish();
  }
  destroy() {
    if (this.isClosed) return;
    this.isClosed = true;
    board.close(this.id);
    this.tell("close");
  }
};

board.modules = {
  "node:net": {
    connect: (address) => new board.Socket(address, false),
    isIP: nativeRequire("node:net").isIP,
  },
  "node:tls": { connect: (address) => new board.Socket(address, true) },
  "node:os": { hostname: () => "desk" },
  "node:crypto": nativeRequire("node:crypto"),
};
globalThis.process = { pid: 1 };
globalThis.performance = { now: () => board.nowMs };
globalThis.console = { log: board.print };
globalThis.setTimeout = board.setTimer;
globalThis.clearTimeout = board.clearTimer;

board.require = function (name) {
  const own = board.modules[name];
  if (own === undefined) throw new Error(`${name} is not in a simulated Node`);
  return own;
};
/** Modules are CommonJS. */
board.add = function (name, text) {
  const module = { exports: {} };
  new Function("module", "exports", "require", text)(module, module.exports, board.require);
  board.modules[name] = module.exports;
};
/** Load an artefact as `catnap`. */
board.load = function (text) {
  board.add("catnap", text);
  globalThis.catnap = board.modules.catnap;
};

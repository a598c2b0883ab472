/*
 * The modules of the Moddable SDK over a simulated board: ECMA-419 TCP, time, timer. Stricter than a board: a write
 * before the connection or beyond the credit throws, so does a read of more than there is, and the second clear of a
 * timer. Not here: the parts that stand in files of their own.
 * Source: ECMA-419, section 11.3; Moddable SDK 8, modules/io/socket/lwip/tcp.c, modules/base/timer.
 */
/** What a socket takes at once. Two segments of lwIP with its smallest buffer. */
board.CREDIT_BYTES = 1072;

board.bytesOf = function (word) {
  return new Uint8Array(word === "-" ? 0 : Base64.decode(word));
};
board.wordOf = function (bytes) {
  return bytes.length === 0 ? "-" : Base64.encode(bytes);
};
board.textOf = function (word) {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(board.bytesOf(word));
};
board.wordOfText = function (text) {
  return board.wordOf(new TextEncoder().encode(text));
};
board.run = function (program) {
  (0, eval)(program);
};

class TCP {
  constructor(options) {
    this.options = options;
    this.target = options.target;
    this.isOpen = false;
    this.credit = 0;
    this.inbound = new Uint8Array(0);
    this.id = board.connect(this, options.address, options.port, false);
  }
  opened() {
    this.isOpen = true;
    this.sent();
  }
  sent() {
    this.credit = board.CREDIT_BYTES;
    board.guard(() => this.options.onWritable.call(this, this.credit));
  }
  received(word) {
    const bytes = board.bytesOf(word);
    const all = new Uint8Array(this.inbound.length + bytes.length);
    all.set(this.inbound);
    all.set(bytes, this.inbound.length);
    this.inbound = all;
    board.guard(() => this.options.onReadable.call(this, all.length));
  }
  closed() {
    board.guard(() => this.options.onError.call(this));
  }
  read(what) {
    const length = typeof what === "number" ? what : what.byteLength;
    if (length < 1 || length > this.inbound.length) throw new Error("invalid");
    const bytes = this.inbound.slice(0, length);
    this.inbound = this.inbound.slice(length);
    if (typeof what === "number") return bytes.buffer;
    what.set(bytes);
    return length;
  }
  write(bytes) {
    if (!this.isOpen) throw new Error("not ready");
    if (bytes.byteLength > this.credit) throw new Error("would block");
    this.credit -= bytes.byteLength;
    board.write(this.id, new Uint8Array(bytes));
    return this.credit;
  }
  close() {
    board.close(this.id);
  }
}

const Time = {
  /** In 32 bits with a sign. */
  get ticks() {
    return board.nowMs | 0;
  },
};

/** A timer that rings again and again keeps its record; one that is not scheduled has no id on the board. */
function arm(timer, delayMs) {
  timer.id = board.setTimer(() => {
    arm(timer, timer.everyMs);
    timer.call(timer);
  }, delayMs);
}

const Timer = {
  set: (call, delayMs) => {
    const timer = { call, everyMs: undefined, id: undefined };
    timer.id = board.setTimer(() => timer.call(timer), delayMs === undefined ? 0 : delayMs);
    return timer;
  },
  repeat: (call, everyMs) => {
    const timer = { call, everyMs, id: undefined };
    arm(timer, everyMs);
    return timer;
  },
  schedule: (timer, delayMs, everyMs) => {
    if (timer.id !== undefined) board.clearTimer(timer.id);
    timer.id = undefined;
    timer.everyMs = everyMs;
    timer.isStopped = delayMs === undefined;
    if (delayMs !== undefined) arm(timer, delayMs);
  },
  clear: (timer) => {
    const wasSet = timer.id !== undefined && board.clearTimer(timer.id);
    timer.id = undefined;
    // Of a timer that rings once a second clear, or one after it rang, is an error.
    if (!wasSet && timer.everyMs === undefined && !timer.isStopped) throw new Error("no timer");
  },
};

board.modules = {
  "embedded:io/socket/tcp": TCP,
  time: Time,
  timer: Timer,
};
// Moddable has it, and plain XS has not.
String.fromArrayBuffer = (buffer) => {
  if (Object.prototype.toString.call(buffer) !== "[object ArrayBuffer]") throw new TypeError("no buffer");
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array(buffer));
};
globalThis.trace = (...values) => board.print(values.join(""));
globalThis.console = { log: board.print };

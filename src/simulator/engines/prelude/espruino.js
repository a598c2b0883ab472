/*
 * Espruino's own API over a simulated board: require("net"), require("tls"), print. Runs in the real interpreter,
 * where it hides the native ones, and in the model. Not here: the parts that stand in files of their own.
 * Source: Espruino 2v29, libs/network/socketserver.c, jswrap_net.c, src/jsinteractive.c.
 */
board.CHUNK_BYTES = board.isEsp8266 ? 268 : 536;
/** libs/network/socketerrors.h, in the order of wire.ts: ended, reset, unreachable, unknown host. */
board.SOCKET_ERRORS = [0, -9, -11, -6];

board.bytesOf = function (word) {
  return word === "-" ? "" : atob(word);
};
board.wordOf = function (bytes) {
  return bytes === "" ? "-" : btoa(bytes);
};
board.textOf = function (word) {
  const bytes = board.bytesOf(word);
  return E.isUTF8("\u20ac") ? E.asUTF8(bytes) : bytes;
};
board.wordOfText = function (text) {
  return board.wordOf(E.isUTF8(text) ? E.fromUTF8(text) : text);
};
board.run = function (program) {
  (0, eval)(program);
};

/** What a socket is to the artefact, over the record that the board knows. */
board.makeSocket = function (connected) {
  const told = {};
  const state = { id: 0, queue: "", isOpen: false, isSending: false, isEnding: false, isClosed: false };
  const socket = {
    on: function (event, call) {
      told[event] = (told[event] === undefined ? [] : told[event]).concat([call]);
    },
    write: function (data) {
      if (state.isEnding || state.isClosed) throw new Error("This socket is closed");
      // Whatever is written goes out as text: of a typed array "48,255,0".
      state.queue += data;
      return false;
    },
    end: function (data) {
      if (data !== undefined) socket.write(data);
      state.isEnding = true;
    },
  };
  state.tell = function (event, argument) {
    (told[event] === undefined ? [] : told[event]).forEach(function (call) {
      // The socket is the handler's self.
      board.guard(function () {
        call.call(socket, argument);
      });
    });
  };
  state.opened = function () {
    state.isOpen = true;
    if (connected !== undefined) board.guard(connected, socket);
    if (state.queue === "") state.tell("drain", socket);
  };
  state.received = function (word) {
    const bytes = board.bytesOf(word);
    for (let at = 0; at < bytes.length; at += board.CHUNK_BYTES)
      state.tell("data", bytes.substring(at, at + board.CHUNK_BYTES));
  };
  state.sent = function () {
    if (!state.isSending) return;
    state.isSending = false;
    if (state.queue === "") state.tell("drain", socket);
  };
  state.closed = function (ending) {
    const code = board.SOCKET_ERRORS[ending];
    state.isClosed = true;
    if (code !== 0) state.tell("error", { code: code, message: "socket error" });
    state.tell("close", code !== 0);
  };
  state.socket = socket;
  return state;
};

/** One pass of the idle loop: a chunk of each socket, and the end of those that have nothing left. */
board.idle = function () {
  Object.keys(board.sockets).forEach(function (id) {
    const state = board.sockets[id];
    if (!state.isOpen || state.isSending) return;
    if (state.queue !== "") {
      state.isSending = true;
      board.write(id, state.queue.substring(0, board.CHUNK_BYTES));
      state.queue = state.queue.substring(board.CHUNK_BYTES);
    } else if (state.isEnding) {
      board.close(id);
      state.isClosed = true;
      state.tell("close", false);
    }
  });
};

/** Waits until the other side has answered, and throws when it will not. */
board.connectSocket = function (address, connected, isSecure) {
  if (board.ask("resolve " + board.wordOfText(address.host)) === "!")
    throw new Error("Unable to locate host");
  if (board.ask("listening " + board.wordOfText(address.host) + " " + address.port) === "!")
    throw new Error("Unable to create socket");
  const state = board.makeSocket(connected);
  state.id = board.connect(state, address.host, address.port, isSecure);
  return state.socket;
};

board.modules = {
  net: {
    connect: function (address, connected) {
      return board.connectSocket(address, connected, false);
    },
  },
  tls: {
    connect: function (address, connected) {
      return board.connectSocket(address, connected, true);
    },
  },
};

board.nativeRequire = require;
globalThis.require = function (name) {
  const module = board.modules[name];
  return module === undefined ? board.nativeRequire(name) : module;
};
globalThis.getSerial = function () {
  return "00000000-00beef00";
};
globalThis.print = board.print;
globalThis.console = { log: board.print };

board.add = function (name, text) {
  Modules.addCached(name, text);
};
/** Load an artefact as `catnap`. */
board.load = function (text) {
  board.add("catnap", text);
  globalThis.catnap = require("catnap");
};

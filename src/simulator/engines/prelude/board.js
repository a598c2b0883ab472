/*
 * The board around an artefact, as far as all JavaScript engines share it: sockets and timers by number, and the
 * lines of wire.ts. What comes behind it presents them as its runtime does, and sets what is undefined here.
 * Written in what Espruino understands.
 */
// eslint-disable-next-line no-var -- global in a script, and local where node:vm has it in a function.
var board = {
  /** Of the runtime: bytes and texts from and to words, a program, and the ask that waits for its answer. */
  bytesOf: undefined,
  wordOf: undefined,
  textOf: undefined,
  wordOfText: undefined,
  run: undefined,
  ask: undefined,
  /** What the runtime does between two events. */
  idle: function () {},
  nowMs: 0,
  said: [],
  sockets: {},
  socketCount: 0,
  timers: [],
  timerCount: 0,
};

board.say = function (line) {
  board.said.push(line);
};

board.print = function (text) {
  board.say("print " + board.wordOfText(String(text)));
};

/** Run something of the artefact's. */
board.guard = function (call, argument) {
  try {
    call(argument);
  } catch (error) {
    board.say("fault " + board.wordOfText(String(error)));
  }
};

/** Begin to connect. A socket has opened(), received(word), sent() and closed(ending), for what happens to it. */
board.connect = function (socket, host, port, isSecure) {
  board.socketCount += 1;
  board.sockets[board.socketCount] = socket;
  const place = board.wordOfText(host) + " " + port + " " + (isSecure ? 1 : 0);
  board.say("connect " + board.socketCount + " " + place);
  return board.socketCount;
};

board.write = function (id, bytes) {
  board.say("write " + id + " " + board.wordOf(bytes));
};

board.close = function (id) {
  if (board.sockets[id] === undefined) return;
  delete board.sockets[id];
  board.say("close " + id);
};

board.setTimer = function (call, delayMs, argument) {
  board.timerCount += 1;
  const dueMs = board.nowMs + (delayMs > 0 ? delayMs : 0);
  board.timers.push({ id: board.timerCount, dueMs: dueMs, call: call, argument: argument });
  return board.timerCount;
};

/** Answers whether there was such a timer. */
board.clearTimer = function (id) {
  const count = board.timers.length;
  board.timers = board.timers.filter(function (timer) {
    return timer.id !== id;
  });
  return board.timers.length < count;
};

/** The earliest timer, of those made before a number. */
board.nextTimer = function (limitId) {
  let next;
  for (let at = 0; at < board.timers.length; at += 1) {
    const timer = board.timers[at];
    if (timer.id < limitId && (next === undefined || timer.dueMs < next.dueMs)) next = timer;
  }
  return next;
};

/** Ring what is due; what is set meanwhile waits for the next time, so that nothing can go on for ever. */
board.ring = function () {
  const limitId = board.timerCount + 1;
  let timer = board.nextTimer(limitId);
  while (timer !== undefined && timer.dueMs <= board.nowMs) {
    board.clearTimer(timer.id);
    board.guard(timer.call, timer.argument);
    timer = board.nextTimer(limitId);
  }
};

board.happen = function (words) {
  const verb = words[0];
  if (verb === "pass") board.nowMs += Number(words[1]);
  else if (verb === "timer") board.ring();
  else if (verb === "typed") board.run(board.textOf(words[1]));
  else {
    const socket = board.sockets[words[1]];
    if (verb === "closed") delete board.sockets[words[1]];
    if (socket !== undefined) socket[verb](words[2]);
  }
};

/** Take lines, one after the other; answer what was said since the last time, and when the next timer is due. */
board.hear = function (message) {
  board.guard(board.idle);
  JSON.parse(message).forEach(function (words) {
    board.guard(board.happen, words);
    board.guard(board.idle);
  });
  const next = board.nextTimer(board.timerCount + 1);
  let leftMs = -1;
  if (next !== undefined) leftMs = next.dueMs > board.nowMs ? next.dueMs - board.nowMs : 0;
  board.say("due " + leftMs);
  const answer = board.said.join("\n");
  board.said = [];
  return answer;
};

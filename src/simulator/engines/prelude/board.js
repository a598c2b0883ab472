/*
 * The board around an artefact, as far as all JavaScript engines share it: sockets and timers by number, and the
 * lines of wire.ts. What comes behind it presents them as its runtime does, and sets what is undefined here.
 * Written in what Espruino understands.
 */
// eslint-disable-next-line no-var -- global in a script, and local where node:vm has it in a function.
var board = {
  /** Of the runtime: bytes and texts from and to words, a program, an artefact, and the outside, which answers. */
  bytesOf: undefined,
  wordOf: undefined,
  textOf: undefined,
  wordOfText: undefined,
  run: undefined,
  load: undefined,
  answer: undefined,
  /** What the runtime does before an artefact is loaded, between two events, before it ends, when Wi-Fi is there. */
  begin: function () {},
  idle: function () {},
  settle: function () {},
  joined: function () {},
  unjoined: function () {},
  /** Tells what pins did since it was asked last. */
  pollPins: function () {},
  hasEnded: false,
  nowMs: 0,
  said: [],
  sockets: {},
  socketCount: 0,
  timers: [],
  timerCount: 0,
};

board.say = function (line) {
  if (!board.hasEnded) board.said.push(line);
};

/** Ask the outside, which answers at once with a word, "!" for no. */
board.ask = function (question) {
  return board.hasEnded ? "!" : board.answer(question);
};

/**
 * Deep sleep and restart. Nothing runs behind it, and what an artefact does that catches the error has no effect:
 * firmware differs in how much of it still would.
 */
board.end = function (line) {
  board.settle();
  board.say(line);
  board.hasEnded = true;
  throw new Error("the board has ended");
};

/** Any number of values, as one line. */
board.print = function () {
  let text = "";
  for (let at = 0; at < arguments.length; at += 1) text += (at === 0 ? "" : " ") + String(arguments[at]);
  board.say("print " + board.wordOfText(text));
};

/** Run something of the artefact's. */
board.guard = function (call, argument) {
  if (board.hasEnded) return;
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

/** Begin to join; joined(channel, bssid, address) or unjoined(failure) is called then. */
board.join = function (ssid, password, channel, bssid, address) {
  const words = [ssid, password, bssid, address].map(function (text) {
    return board.wordOfText(text === undefined ? "" : text);
  });
  words.splice(2, 0, channel === undefined ? -1 : channel);
  board.say("join " + words.join(" "));
};

/** @param everyMs  undefined for a timer that rings once */
board.setTimer = function (call, delayMs, argument, everyMs) {
  board.timerCount += 1;
  const dueMs = board.nowMs + (delayMs > 0 ? delayMs : 0);
  board.timers.push({ id: board.timerCount, dueMs: dueMs, call: call, argument: argument, everyMs: everyMs });
  return board.timerCount;
};

/** A call of the runtime's own, as soon as the artefact has come to an end: its timers can be cleared, this cannot. */
board.post = function (call, argument) {
  board.setTimer(call, 0, argument);
  board.timers[board.timers.length - 1].isOwn = true;
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
    if (timer.everyMs === undefined) board.clearTimer(timer.id);
    else timer.dueMs += timer.everyMs;
    board.guard(timer.call, timer.argument);
    timer = board.nextTimer(limitId);
  }
};

board.happen = function (words) {
  const verb = words[0];
  if (verb === "pass") board.nowMs += Number(words[1]);
  else if (verb === "timer") board.ring();
  else if (verb === "typed") board.run(board.textOf(words[1]));
  else if (verb === "joined") board.joined(Number(words[1]), board.textOf(words[2]), board.textOf(words[3]));
  else if (verb === "unjoined") board.unjoined(Number(words[1]));
  else {
    const socket = board.sockets[words[1]];
    if (verb === "closed") delete board.sockets[words[1]];
    if (socket !== undefined) socket[verb](words[2]);
  }
};

/** Take lines, one after the other; answer what was said since the last time, and when the next timer is due. */
board.hear = function (message) {
  JSON.parse(message).forEach(function (words) {
    // What happens to pins has happened before whatever comes now.
    if (words[0] !== "pass") board.guard(board.pollPins);
    board.guard(board.happen, words);
    // Time alone changes nothing for the runtime.
    if (words[0] !== "pass") board.guard(board.idle);
  });
  const next = board.hasEnded ? undefined : board.nextTimer(board.timerCount + 1);
  let leftMs = -1;
  if (next !== undefined) leftMs = next.dueMs > board.nowMs ? next.dueMs - board.nowMs : 0;
  const answer = board.said.concat("due " + leftMs).join("\n");
  board.said = [];
  return answer;
};

/** Load an artefact as `catnap`. @throws  what it throws, unless it has put the board to sleep */
board.boot = function (text) {
  board.begin();
  try {
    board.load(text);
  } catch (error) {
    if (!board.hasEnded) throw error;
  }
  board.guard(board.idle);
};

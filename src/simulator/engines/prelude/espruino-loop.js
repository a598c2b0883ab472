/*
 * In the real Espruino: netstrings over descriptors 3 and 4, until the other end closes them. Questions begin with "?", answers do not.
 * Nothing else of the interpreter runs meanwhile: its console, which costs 50 ms a line, its sockets and timers.
 */
board.input = E.openFile("/dev/fd/3", "r");
board.output = E.openFile("/dev/fd/4", "w");

/** Nobody is at the other end any more. quit() ends the interpreter when it is idle, and so not inside of a loop. */
board.isOver = false;

board.receive = function () {
  let digits = "";
  let next = board.input.read(1);
  while (next !== ":") {
    if (next === undefined || next === "") {
      board.isOver = true;
      return "";
    }
    digits += next;
    next = board.input.read(1);
  }
  const message = board.input.read(Number(digits) + 1);
  return message === undefined ? "" : message.substring(0, message.length - 1);
};

board.send = function (message) {
  board.output.write(message.length + ":" + message + ",");
};

board.answer = function (question) {
  board.send("?" + question);
  return board.receive();
};

board.serve = function (message) {
  const verb = message.substring(0, 5);
  if (verb === "name ") board.name = message.substring(5);
  else if (verb === "text ") board.add(board.name, board.bytesOf(message.substring(5)));
  else if (verb === "load ") board.boot(board.bytesOf(message.substring(5)));
  else return "." + board.hear(message);
  return ".";
};

board.serveToTheEnd = function () {
  while (!board.isOver) {
    const message = board.receive();
    let answer;
    try {
      answer = board.isOver ? "" : board.serve(message);
    } catch (error) {
      answer = "!" + error;
    }
    if (!board.isOver) board.send(answer);
  }
};
board.serveToTheEnd();
quit();

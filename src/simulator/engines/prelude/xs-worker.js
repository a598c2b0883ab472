/*
 * In the real XS, the worker of xsnap: an artefact is an ES module, loaded unchanged by a Compartment that links
 * it to the modules of the prelude. Commands are "load " and an artefact, "add " and a name and a module, or lines.
 */
board.artefacts = {};
board.decoder = new TextDecoder("utf-8", { ignoreBOM: true });
board.encoder = new TextEncoder();

board.add = function (name, text) {
  board.artefacts[name] = { source: new ModuleSource(text) };
};

board.load = function (text) {
  board.add("catnap", text);
  const modules = Object.assign({}, board.artefacts);
  for (const name in board.modules) modules[name] = { namespace: { default: board.modules[name] } };
  globalThis.catnap = new Compartment({ globals: { trace, System, Date: board.date }, modules }).importNow(
    "catnap",
  );
};

board.answer = function (question) {
  return board.decoder.decode(new Uint8Array(issueCommand(board.encoder.encode(question).buffer)));
};

globalThis.handleCommand = function (buffer) {
  const message = board.decoder.decode(new Uint8Array(buffer));
  let answer = "";
  const space = message.indexOf(" ", 4);
  if (message.startsWith("load ")) board.boot(message.slice(5));
  else if (message.startsWith("add ")) board.add(message.slice(4, space), message.slice(space + 1));
  else answer = board.hear(message);
  return board.encoder.encode(answer).buffer;
};

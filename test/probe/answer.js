/* Prints what a function of the artefact makes of a script. */
globalThis.answer = function (name, script) {
  console.log(catnap[name](script));
};

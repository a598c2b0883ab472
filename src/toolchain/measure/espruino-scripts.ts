/*
 * What an Espruino interpreter runs to be measured: each script prints its readings behind "# ", and ends by itself.
 * Not here: what is made of the readings (espruino.ts).
 */
import { OPTIONS, PAYLOAD, TOPIC } from "./packet.ts";

/** From where the module is loaded. */
export type Place = "RAM" | "flash";

const LOADS: Record<Place, string> = {
  RAM: 'eval("" + require("Storage").read("line")); catnap = require("catnap");',
  flash: 'catnap = require("catnap");',
};

/** How Espruino's own tool sends a module. */
export function uploadLine(minified: string): string {
  return `Modules.addCached("catnap",function(){${minified}\n});`;
}

/** Every reading is taken in the same function, called by a timer: so what it needs itself is always the same. */
const READING = `
function read(name, next) { print("# " + name + " " + process.memory().usage); next(); }
function later(name, next) { setTimeout(read, 30, name, next); }
`;

export function clientScript(place: Place, port: number): string {
  return `${READING}
var catnap, client, options = ${JSON.stringify({ host: "127.0.0.1", port, ...OPTIONS })};
options.onConnect = function () { later("connected", quit); };
function load() { ${LOADS[place]} later("loaded", open); }
function open() { client = catnap.connect(options); }
later("before", load);`;
}

export function bareScript(port: number): string {
  return `${READING}
var socket, address = ${JSON.stringify({ host: "127.0.0.1", port })};
function none() {}
function opened() { later("connected", quit); }
function open() {
  socket = require("net").connect(address, opened);
  socket.on("data", none); socket.on("drain", none); socket.on("close", none);
}
later("before", open);`;
}

/** Publishes in turns of the event loop, several to a write, and reads after a hundred and after `count` more. */
export function growthScript(place: Place, port: number, count: number, qos: number): string {
  const options = { host: "127.0.0.1", port, ...OPTIONS, txBytes: 512, outboxBytes: 1024 };
  return `${READING}
var catnap, client, left = 100, options = ${JSON.stringify(options)};
options.onConnect = function () { go(); };
function more() { left = ${count}; go = function () { send(finish); }; go(); }
function finish() { later("after", quit); }
function send(next) {
  while (left > 0 && catnap.publish(client, ${JSON.stringify(TOPIC)}, ${JSON.stringify(PAYLOAD)}, ${qos}, false) >= 0) left--;
  if (left > 0 || catnap.maySleep(client) > 0) setTimeout(send, 1, next); else next();
}
function go() { send(function () { later("before", more); }); }
setTimeout(function () { ${LOADS[place]} client = catnap.connect(options); }, 10);`;
}

/** Loads with so many variables free, the rest being in use. */
export function tightScript(place: Place, freeCount: number): string {
  return `var catnap, used = [];
function load() {
  while (process.memory().free > ${freeCount}) used.push(1);
  ${LOADS[place]}
  if (catnap.connect) print("# loaded");
  quit();
}
setTimeout(load, 10);`;
}

/*
 * Puts the Lua files of typescript-to-lua into one scope. Its own bundle gives every file a table of exports and
 * every import a lookup while loading, which took more of a board's memory than the code itself. Here an export is
 * a local of the whole module, and what is private to a file stays in a block of its own.
 * It reads the few line patterns in which typescript-to-lua 1.37 writes imports and exports, and refuses others.
 */

export interface LuaFile {
  /** As `require` names it: "src.client.topic". */
  name: string;
  text: string;
}

/** Lua takes 200 locals in one function; a file's own block needs some of them. */
const MOST_LOCALS = 180;
/**
 * What typescript-to-lua expects of its library. Its own functions also serve negative indices, which device code
 * has none of, and answer 0 / 0 behind the end, which stops a board with integers only.
 */
const HELPERS: Record<string, string> = {
  __TS__StringSlice: "function(text, from, to) return string.sub(text, from + 1, to) end",
  __TS__StringCharAt: "function(text, at) return string.sub(text, at + 1, at + 1) end",
  __TS__StringCharCodeAt: "function(text, at) return string.byte(text, at + 1) end",
};

/** Names that must go on meaning what Lua or NodeMCU means by them. */
const TAKEN = /^(?:error|i2c|math|net|next|node|pairs|pcall|print|require|select|string|table|tls|tmr|type)$/;

const FUNCTION = /^function ____exports\.(\w+)\(/;
const REQUIRE = /^ *local (____\w+) = require\("([\w.-]+)"\)$/;
const IMPORT = /^local (\w+) = (____\w+)\.(\w+)$/;
const REEXPORT = /^ *____exports\.(\w+) = (____\w+)\.(\w+)$/;

/** A file, and where each of its exports really comes from: name to local name of the whole module. */
interface Flat extends LuaFile {
  exports: Map<string, string>;
}

function exportNames(files: LuaFile[]): Map<string, Flat> {
  const flats = new Map<string, Flat>();
  const used = new Set<string>();
  for (const file of files) {
    const exports = new Map<string, string>();
    for (const line of file.text.split("\n")) {
      const name = FUNCTION.exec(line)?.[1];
      if (name === undefined) continue;
      let own = name;
      for (let count = 2; used.has(own) || TAKEN.test(own); count += 1) own = `${name}_${count}`;
      used.add(own);
      exports.set(name, own);
    }
    flats.set(file.name, { ...file, exports });
  }
  return flats;
}

/** Fill in what a file passes on from another one. */
function followReexports(flats: Map<string, Flat>): void {
  for (const flat of flats.values()) {
    let from = "";
    for (const line of flat.text.split("\n")) {
      from = REQUIRE.exec(line)?.[2] ?? from;
      const [, name, , origin] = REEXPORT.exec(line) ?? [];
      const own = origin === undefined ? undefined : flats.get(from)?.exports.get(origin);
      if (name !== undefined && own !== undefined) flat.exports.set(name, own);
    }
  }
}

/** The lines of one file, without its imports and with its exports under their names in the whole module. */
function block(flat: Flat, flats: Map<string, Flat>): string[] {
  const lines: string[] = [];
  let from = "";
  for (const line of flat.text.trimEnd().split("\n")) {
    const module = REQUIRE.exec(line)?.[2];
    const [, local, , origin] = IMPORT.exec(line) ?? [];
    if (module !== undefined) from = module;
    else if (local !== undefined && origin !== undefined) {
      const own = flats.get(from)?.exports.get(origin);
      if (own === undefined) throw new Error(`${flat.name} imports ${origin}, which ${from} does not export`);
      if (own !== local) lines.push(`local ${local} = ${own}`);
    } else if (!/^(?:local ____exports = \{\}|return ____exports)$/.test(line) && !REEXPORT.test(line)) {
      lines.push(line.replace(/____exports\.(\w+)/g, (_all, name: string) => flat.exports.get(name) ?? name));
    }
  }
  return lines;
}

/** Without the top-level functions that nobody calls: typescript-to-lua drops nothing. */
function withoutUnused(lines: string[], kept: Set<string>): string[] {
  const words = new Map<string, number>();
  for (const word of lines.join("\n").match(/\b[A-Za-z_]\w*/g) ?? [])
    words.set(word, (words.get(word) ?? 0) + 1);
  const left: string[] = [];
  let isDropped = false;
  for (const line of lines) {
    const name = /^(?:local )?function (\w+)\(/.exec(line)?.[1];
    if (name !== undefined) isDropped = words.get(name) === 1 && !kept.has(name);
    if (!isDropped) left.push(line);
    if (isDropped && line === "end") isDropped = false;
  }
  return left.length < lines.length ? withoutUnused(left, kept) : left;
}

/** Without what a file leaves behind that only its types needed, and blocks of nothing. */
function tidy(text: string): string {
  return text.replace(/^local ____ = \{\n(?: .*\n)*\}\n/gm, "").replace(/^do\nend\n/gm, "");
}

/**
 * The text of one Lua module that returns the exports of its entry.
 *
 * @param files  of typescript-to-lua, those that are needed while loading first
 */
export function flatten(files: LuaFile[], entry: string): string {
  const flats = exportNames(files);
  followReexports(flats);
  const exports = flats.get(entry)?.exports;
  if (exports === undefined) throw new Error(`${entry} is not among the files`);
  const blocks = [...flats.values()].flatMap((flat) => ["do", ...block(flat, flats), "end"]);
  const lines = withoutUnused(
    tidy(`${blocks.join("\n")}\n`)
      .trimEnd()
      .split("\n"),
    new Set(exports.values()),
  );
  const body = tidy(`${lines.join("\n")}\n`);
  const foreign = /^.*(?:____exports|require\(|_2Ets\b).*$/m.exec(body);
  if (foreign !== null) throw new Error(`an import or export was not understood: ${foreign[0].trim()}`);
  const defined = new Set(Array.from(body.matchAll(/^function (\w+)\(/gm), ([, name]) => name as string));
  const names = [...flats.values()].flatMap((flat) => [...flat.exports.values()]);
  const locals = [...new Set(names)].filter((name) => defined.has(name));
  if (locals.length > MOST_LOCALS) throw new Error(`${locals.length} exports are too many for one scope`);
  const helpers = [...new Set(body.match(/__TS__\w+/g) ?? [])].map((name) => {
    if (HELPERS[name] === undefined)
      throw new Error(`the device code needs ${name}: write it in another way`);
    return `local ${name} = ${HELPERS[name]}\n`;
  });
  const results = [...exports].map(([name, own]) => `${name} = ${own}`);
  return `${helpers.join("")}local ${locals.join(", ")}\n${body.replace(/^ +/gm, "")}return {${results.join(", ")}}\n`;
}

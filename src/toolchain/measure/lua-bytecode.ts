/*
 * What `luac5.1 -s` does: Lua 5.1 bytecode without its debug information, for any width of size_t. So the size on a
 * 64-bit computer is known without luac5.1, and the 32-bit form can be loaded where a board's memory is measured.
 * Source: Lua 5.1.5, ldump.c and lundump.c.
 */

const enum Header {
  Bytes = 12,
  EndianAt = 6,
  /** Where the header says how wide a size_t is. */
  SizeAt = 8,
}

const enum Constant {
  Nil = 0,
  Boolean = 1,
  Number = 3,
  String = 4,
}

/** Of a number in the file, and of an instruction, which is as wide as an int. */
const enum Width {
  Int = 4,
  Number = 8,
}

/** A walk through bytecode: what is kept is copied into `kept`. */
interface Walk {
  bytes: Buffer;
  at: number;
  kept: Buffer[];
  /** Widths of size_t, as read and as written. */
  fromWidth: number;
  toWidth: number;
}

function skip(walk: Walk, bytes: number): Buffer {
  walk.at += bytes;
  return walk.bytes.subarray(walk.at - bytes, walk.at);
}

function copy(walk: Walk, bytes: number): Buffer {
  const part = skip(walk, bytes);
  walk.kept.push(part);
  return part;
}

function putNumber(walk: Walk, value: number, width: number): void {
  const bytes = Buffer.alloc(width);
  bytes.writeUInt32LE(value);
  walk.kept.push(bytes);
}

/** A length in front of its bytes; the upper half of a 64-bit one is 0. */
function skipString(walk: Walk): Buffer {
  const length = skip(walk, walk.fromWidth).readUInt32LE();
  return skip(walk, length);
}

function copyString(walk: Walk): void {
  const text = skipString(walk);
  putNumber(walk, text.length, walk.toWidth);
  walk.kept.push(text);
}

function copyConstant(walk: Walk): void {
  const type = copy(walk, 1)[0] as Constant;
  if (type === Constant.Boolean) copy(walk, 1);
  else if (type === Constant.Number) copy(walk, Width.Number);
  else if (type === Constant.String) copyString(walk);
  else if (type !== Constant.Nil)
    throw new Error(
      `no constant of Lua 5.1 has type ${String(type)} (byte ${walk.at - 1}): is it bytecode of 5.1?`,
    );
}

/** Lines, names of local variables and names of upvalues: read over, and written as none. */
function dropDebug(walk: Walk): void {
  skip(walk, skip(walk, Width.Int).readUInt32LE() * Width.Int);
  const localCount = skip(walk, Width.Int).readUInt32LE();
  for (let at = 0; at < localCount; at += 1) {
    skipString(walk);
    skip(walk, 2 * Width.Int);
  }
  const upvalueCount = skip(walk, Width.Int).readUInt32LE();
  for (let at = 0; at < upvalueCount; at += 1) skipString(walk);
  walk.kept.push(Buffer.alloc(3 * Width.Int));
}

function copyFunction(walk: Walk): void {
  skipString(walk);
  putNumber(walk, 0, walk.toWidth);
  // The lines it stands on, then four bytes about its upvalues, parameters and stack: luac keeps both.
  copy(walk, 2 * Width.Int + 4);
  copy(walk, copy(walk, Width.Int).readUInt32LE() * Width.Int);
  const constantCount = copy(walk, Width.Int).readUInt32LE();
  for (let at = 0; at < constantCount; at += 1) copyConstant(walk);
  const functionCount = copy(walk, Width.Int).readUInt32LE();
  for (let at = 0; at < functionCount; at += 1) copyFunction(walk);
  dropDebug(walk);
}

/**
 * Bytecode without debug information.
 *
 * @param bytecode   what string.dump or luac5.1 wrote, of little-endian numbers
 * @param sizeWidth  width of size_t in the result: 4 as on a board, 8 as luac5.1 writes on most computers
 * @throws           Error for what is no such bytecode
 */
export function stripBytecode(bytecode: Uint8Array, sizeWidth: 4 | 8): Buffer {
  const bytes = Buffer.from(bytecode);
  const header = Buffer.from(bytes.subarray(0, Header.Bytes));
  if (header.toString("latin1", 0, 5) !== "\x1bLuaQ" || header[Header.EndianAt] !== 1)
    throw new Error(
      "not bytecode of Lua 5.1 with little-endian numbers: build it with luac5.1 or string.dump",
    );
  const fromWidth = header[Header.SizeAt] as number;
  header[Header.SizeAt] = sizeWidth;
  const walk: Walk = { bytes, at: Header.Bytes, kept: [header], fromWidth, toWidth: sizeWidth };
  copyFunction(walk);
  return Buffer.concat(walk.kept);
}

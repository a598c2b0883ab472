/*
 * A scenario as a YAML file: steps, one after the other. A line that means nothing is named, with what is allowed there.
 * Not here: what the steps do (scenario.ts).
 */
import { isMap, isScalar, isSeq, LineCounter, parseDocument } from "yaml";
import type { Node, YAMLMap } from "yaml";
import { parseDuration } from "../../cli/duration.ts";
import { FAULTS, faultNamed, isWithin, valuesOf } from "../faults/faults.ts";
import type { Fault, Parameter, Values } from "../faults/setting.ts";

interface When {
  /** In the file. */
  line: number;
  /** Not before then; undefined for at once. */
  atMs: number | undefined;
  /** So long after the step before. */
  afterMs: number;
}

export type Step = When &
  (
    | { kind: "fault"; fault: Fault; values: Values; forMs: number }
    | { kind: "expect"; text: string; withinMs: number }
    | { kind: "wait"; forMs: number }
  );

const KINDS = ["fault", "expect", "wait"] as const;
const WHEN = ["at", "after"];

/** A mistake at a place of the file. */
class Mistake extends Error {
  constructor(
    readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}

/** One step as it stands in the file: values by key, and where each stands. */
class Fields {
  readonly offset: number;
  private readonly values = new Map<string, { value: unknown; offset: number }>();

  constructor(map: YAMLMap) {
    this.offset = map.range?.[0] ?? 0;
    for (const { key, value } of map.items) {
      const offset = (key as Node).range?.[0] ?? this.offset;
      const name = isScalar(key) ? String(key.value) : "?";
      if (value !== null && !isScalar(value)) throw new Mistake(offset, `${name} must be a text or a number`);
      this.values.set(name, { value: (value as { value?: unknown } | null)?.value, offset });
    }
  }

  has(name: string): boolean {
    return this.values.has(name);
  }

  fail(name: string, message: string): never {
    throw new Mistake(this.values.get(name)?.offset ?? this.offset, message);
  }

  /** Nothing but these may be there. */
  allow(names: readonly string[]): void {
    for (const name of this.values.keys())
      if (!names.includes(name)) this.fail(name, `"${name}" is nothing here: there are ${names.join(", ")}`);
  }

  text(name: string): string {
    const value = this.values.get(name)?.value;
    if (value === undefined || value === null || value === "") this.fail(name, `${name} needs a text`);
    return typeof value === "string" ? value : JSON.stringify(value);
  }

  durationMs(name: string): number {
    const text = this.text(name);
    try {
      return parseDuration(text);
    } catch (error) {
      return this.fail(name, `${name}: ${(error as Error).message}`);
    }
  }

  number(name: string): number {
    const value = this.values.get(name)?.value;
    return typeof value === "number" ? value : this.fail(name, `${name} needs a number`);
  }
}

function rangeText({ least, most, isWhole = false }: Parameter): string {
  return `it ${isWhole ? "takes whole numbers" : "goes"} from ${least} to ${most}`;
}

function faultStep(fields: Fields): { kind: "fault"; fault: Fault; values: Values; forMs: number } {
  const name = fields.text("fault");
  const fault = faultNamed(name);
  if (fault === undefined) {
    const names = FAULTS.map((each) => each.name).join(", ");
    return fields.fail("fault", `no fault is called "${name}": there are ${names}`);
  }
  const parameters = Object.entries(fault.parameters);
  const isMoment = fault.isMoment === true;
  fields.allow(["fault", ...(isMoment ? [] : ["for"]), ...parameters.map(([key]) => key), ...WHEN]);
  const given = parameters
    .filter(([key]) => fields.has(key))
    .map(([key]) => [key, fields.number(key)] as const);
  for (const [key, value] of given) {
    const parameter = fault.parameters[key];
    if (parameter !== undefined && !isWithin(parameter, value))
      fields.fail(key, `${key} is ${value}, ${rangeText(parameter)}`);
  }
  if (!isMoment && !fields.has("for"))
    fields.fail("fault", `${name} needs to know how long: give "for", such as for: 30s`);
  const forMs = isMoment ? 0 : fields.durationMs("for");
  return { kind: "fault", fault, values: valuesOf(fault, Object.fromEntries(given)), forMs };
}

function expectStep(fields: Fields): { kind: "expect"; text: string; withinMs: number } {
  fields.allow(["expect", "within", ...WHEN]);
  return { kind: "expect", text: fields.text("expect"), withinMs: fields.durationMs("within") };
}

function waitStep(fields: Fields): { kind: "wait"; forMs: number } {
  fields.allow(["wait"]);
  return { kind: "wait", forMs: fields.durationMs("wait") };
}

const READERS = { fault: faultStep, expect: expectStep, wait: waitStep };

function stepOf(item: unknown, lineAt: (offset: number) => number): Step {
  if (!isMap(item))
    throw new Mistake(
      (item as Node | null)?.range?.[0] ?? 0,
      `a step is one of ${KINDS.join(", ")}, such as wait: 30s`,
    );
  const fields = new Fields(item);
  const kinds = KINDS.filter((kind) => fields.has(kind));
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1)
    throw new Mistake(fields.offset, `a step has exactly one of ${KINDS.join(", ")}`);
  const step = READERS[kind](fields);
  if (fields.has("at") && fields.has("after"))
    fields.fail("after", "at and after both say when: give one of them");
  const atMs = fields.has("at") ? fields.durationMs("at") : undefined;
  const afterMs = fields.has("after") ? fields.durationMs("after") : 0;
  return { ...step, line: lineAt(fields.offset), atMs, afterMs };
}

/** In one line, without the place, which stands before it anyway. */
function yamlProblem({ message }: Error): string {
  return message.split(/ at line \d+|\n/)[0] as string;
}

/**
 * Read a scenario.
 *
 * @param name  of the file, for messages
 * @throws      Error that names the line
 */
export function parseScenario(text: string, name: string): Step[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const lineAt = (offset: number) => lines.linePos(offset).line;
  const [error] = document.errors;
  try {
    if (error !== undefined) throw new Mistake(error.pos[0], `this is no YAML: ${yamlProblem(error)}`);
    const root = document.contents;
    if (!isMap(root)) throw new Mistake(0, 'a scenario begins with "steps:" and a list');
    for (const { key } of root.items)
      if (String(key) !== "steps")
        throw new Mistake((key as Node).range?.[0] ?? 0, `"${String(key)}" is nothing here: there is steps`);
    const steps = root.get("steps", true);
    if (!isSeq(steps) || steps.items.length === 0)
      throw new Mistake(0, "steps is a list, and has a step at least");
    return steps.items.map((item) => stepOf(item, lineAt));
  } catch (mistake) {
    if (!(mistake instanceof Mistake)) throw mistake;
    throw new Error(`${name}:${lineAt(mistake.offset)}: ${mistake.message}`);
  }
}

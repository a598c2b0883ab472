/*
 * Syntax that one of Espruino, XS, Lua 5.1 and Lua 5.3 lacks, or pays for in memory: rows for
 * no-restricted-syntax. A row needs no types, and its message ends in what to write instead.
 * Not here: members and globals of the standard library (library.mjs), what only types tell (typed.mjs).
 * Source: a feature test on Espruino 2v29, and what typescript-to-lua 1.37 refuses. test/lint has a case for each row.
 */
import { ban } from "./ban.mjs";

/** Espruino answers these with an error, or with a name that is silently undefined. */
const ESPRUINO = [
  ban("AssignmentPattern", "Espruino has no default values", "ask for undefined with an if"),
  ban(":function > RestElement", "Espruino has no rest parameters", "an array as the last parameter"),
  ban("SpreadElement", "Espruino has no spread", "each element or field, written out"),
  ban(["ObjectPattern", "ArrayPattern"], "Espruino has no destructuring", "one const for each field"),
  ban("ChainExpression", "Espruino has no ?.", "compare with undefined in an if"),
  ban(
    "AssignmentExpression[operator=/^(?:\\?\\?|\\|\\||&&)=$/]",
    "Espruino has no logical assignment",
    "an if and an assignment",
  ),
  ban(
    ["BinaryExpression[operator='**']", "AssignmentExpression[operator='**=']"],
    "Espruino has no ** operator",
    "a multiplication, or a table of powers",
  ),
  ban("Property[computed=true]", "Espruino has no computed keys", "assign to the element after the literal"),
  ban("LabeledStatement", "Espruino has no labels", "a function of its own that returns"),
  ban(
    [":function[async=true]", "AwaitExpression"],
    "Espruino has no async functions",
    "a state number and an event",
  ),
  ban(":function[generator=true]", "Espruino has no generators", "a state number and a call for each step"),
  ban("TaggedTemplateExpression", "Espruino has no tagged templates", "a call with plain arguments"),
  ban("PrivateIdentifier", "Espruino has no #private names", "a record that only its own file reads"),
  ban(
    ":matches(ForStatement, ForOfStatement, ForInStatement, WhileStatement, DoWhileStatement) :function",
    "Espruino has one let for the whole loop, so a closure sees the last value",
    "pass it as an argument to a function declared outside of the loop",
  ),
].flat();

/** Lua has no such thing, or typescript-to-lua refuses it. */
const LUA = [
  ban(
    [
      "BinaryExpression[operator=/^(?:&|\\||\\^|<<|>>|>>>)$/]",
      "AssignmentExpression[operator=/^(?:&|\\||\\^|<<|>>|>>>)=$/]",
      "UnaryExpression[operator='~']",
    ],
    "Lua 5.1 has no bit operators",
    "Math.floor(n / 256), n % 256, or the addition of disjoint flags",
  ),
  ban(
    [
      "BinaryExpression[operator='/']:not([callee.object.name='Math'][callee.property.name='floor'] > *)",
      "AssignmentExpression[operator='/=']",
    ],
    "Lua 5.3 divides to a float and integer builds have no fractions",
    "Math.floor(a / b)",
  ),
  ban("ForInStatement", "Lua keeps no order of keys", "for..of over an array, or the fields by name"),
  ban("Literal[regex]", "Lua has no regular expressions", "indexOf, or a loop over charCodeAt"),
  ban("Identifier[name='arguments']", "Lua has no arguments object", "an array as the last parameter"),
].flat();

/** A record of ours has a fixed shape and holds plain values. */
const HOUSE = [
  ban(
    ["ClassDeclaration", "ClassExpression"],
    "Lua needs a helper library for classes",
    "a record and functions",
  ),
  ban(
    ":matches(Property, MethodDefinition)[kind=/^[gs]et$/]",
    "Lua needs a helper library for getters and setters",
    "a function that takes the record",
  ),
  ban(
    "ObjectExpression > Property[method=true]",
    "typescript-to-lua adds a hidden self to a method",
    "a field that holds a function declared at the top of the file",
  ),
  ban("ThisExpression", "A function of ours has no self", "the record as its first parameter"),
  ban("MetaProperty", "import.meta and new.target exist on Node and XS only", "an argument"),
  ban("UnaryExpression[operator='delete']", "A record keeps its shape", "assign undefined"),
  ban("BinaryExpression[operator='instanceof']", "There are no classes", "a number that names the kind"),
  ban("TSEnumDeclaration[const!=true]", "An enum is an object in memory", "const enum"),
  ban("TSModuleDeclaration[kind!='global']", "A namespace is an object in memory", "a file"),
  ban(
    ["ImportExpression", "TSImportEqualsDeclaration", "TSImportType"],
    "Only an import statement is seen by the bundler and by the import rules",
    "an import statement at the top of the file",
  ),
].flat();

export const SYNTAX = [...ESPRUINO, ...LUA, ...HOUSE];

const isThisVoid = "[params.0.name='this'][params.0.typeAnnotation.typeAnnotation.type='TSVoidKeyword']";
const hiddenSelf = (types) =>
  ban(
    `:matches(${types}):not(${isThisVoid})`,
    "typescript-to-lua adds a hidden self to a function that is held or passed",
    "(this: void, ...) => in the type",
  );

export const HELD_FUNCTIONS = hiddenSelf("TSFunctionType");
/** Apart, because a native object, which only the files of one runtime describe, does expect its self. */
export const HELD_METHODS = hiddenSelf("TSMethodSignature, TSCallSignatureDeclaration");

/** Calls while a module loads. Entries do nothing else, so they alone are free of these. */
export const LOADING = ban(
  ":matches(CallExpression, NewExpression):not(:function *)",
  "Espruino does not hoist, and XS freezes what is made while loading",
  "a call inside a create function",
);

export const THROWING = ban(
  "ThrowStatement",
  "Nobody on a board catches what the client throws",
  "return a Status",
);

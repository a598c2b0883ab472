/*
 * The part of the device dialect that only types can tell: numbers that become text, and bytes that are
 * touched past #bytes. A plugin of our own, because the rules of others cannot name our replacement.
 * Not here: truthiness; @typescript-eslint/strict-boolean-expressions says that well.
 */
import ts from "typescript";

const PRINTERS = ["toString", "toFixed", "toPrecision", "toExponential", "toLocaleString"];
const STORES = ["Uint8Array", "ArrayBuffer", "DataView", "Buffer"];
const BYTES_FILE = /[\\/]runtimes[\\/][^\\/]+[\\/]bytes\.ts$/;

/** A question about the type of a node: true if any part of a union says yes. */
function someType(context, isWanted) {
  const services = context.sourceCode.parserServices;
  return (node) => {
    const type = services.getTypeAtLocation(node);
    return (type.isUnion() ? type.types : [type]).some((part) =>
      isWanted(part, services.program.getTypeChecker()),
    );
  };
}

const isText = (type) => (type.flags & ts.TypeFlags.StringLike) !== 0;
const isNumber = (type) => (type.flags & ts.TypeFlags.NumberLike) !== 0;
const isNumbers = (type, checker) => checker.isArrayType(type) && isNumber(checker.getTypeArguments(type)[0]);

/** A typed array, or a record that a bytes.ts declares for itself, such as Frame. */
function isBytes(type) {
  const symbol = type.getSymbol();
  if (symbol === undefined) return false;
  const isRecord = (symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.TypeLiteral)) !== 0;
  const files = (symbol.declarations ?? []).map((declaration) => declaration.getSourceFile().fileName);
  return STORES.includes(symbol.name) || (isRecord && files.some((file) => BYTES_FILE.test(file)));
}

const numberText = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      printed:
        "Lua 5.3 prints 4/2 as 2.0 and integer builds have no fractions. Instead: putFixed, our own fixed-point printer.",
    },
  },
  create(context) {
    const hasText = someType(context, isText);
    const hasNumber = someType(context, isNumber);
    const hasNumbers = someType(context, isNumbers);
    const report = (node) => context.report({ node, messageId: "printed" });

    function checkSum(node) {
      const { left, right } = node;
      if ((hasText(left) && hasNumber(right)) || (hasNumber(left) && hasText(right))) report(node);
    }

    function checkMethod(node) {
      const { object, property } = node.callee;
      if (PRINTERS.includes(property.name) && hasNumber(object)) report(node);
      if (property.name === "join" && hasNumbers(object)) report(node);
    }

    return {
      "BinaryExpression[operator='+']": checkSum,
      "AssignmentExpression[operator='+=']": checkSum,
      ":not(TaggedTemplateExpression) > TemplateLiteral": (node) => {
        node.expressions.filter(hasNumber).forEach(report);
      },
      "CallExpression[callee.name='String']": (node) => {
        if (node.arguments.some(hasNumber)) report(node);
      },
      "CallExpression[callee.type='MemberExpression']": checkMethod,
    };
  },
};

const opaqueBytes = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      touched:
        "Bytes are strings on Lua and Espruino: no length, no index, no field. Instead: the operations of #bytes.",
    },
  },
  create(context) {
    const hasBytes = someType(context, isBytes);
    const check = (node, store) => {
      if (hasBytes(store)) context.report({ node, messageId: "touched" });
    };
    return {
      MemberExpression: (node) => check(node, node.object),
      ForOfStatement: (node) => check(node.right, node.right),
    };
  },
};

export const catnap = { rules: { "number-text": numberText, "opaque-bytes": opaqueBytes } };

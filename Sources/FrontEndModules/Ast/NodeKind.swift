/// The constructors of the grammar, numbered as they stand in it.
enum NodeKind: Int, CaseIterable {
  // mod
  case module, interactive, expression, functionType
  // stmt
  case functionDef, asyncFunctionDef, classDef, `return`, delete, assign, typeAlias,
    augAssign, annAssign, `for`, asyncFor, `while`, `if`, with, asyncWith, match, raise,
    `try`, tryStar, assert, `import`, importFrom, global, nonlocal, expr, pass, `break`,
    `continue`
  // expr
  case boolOp, namedExpr, binOp, unaryOp, lambda, ifExp, dict, set, listComp, setComp,
    dictComp, generatorExp, await, yield, yieldFrom, compare, call, formattedValue,
    joinedStr, constant, attribute, `subscript`, starred, name, list, tuple, slice
  // expr_context
  case load, store, del
  // boolop
  case and, or
  // operator
  case add, sub, mult, matMult, div, mod, pow, lShift, rShift, bitOr, bitXor, bitAnd,
    floorDiv
  // unaryop
  case invert, not, uAdd, uSub
  // cmpop
  case eq, notEq, lt, ltE, gt, gtE, `is`, isNot, `in`, notIn
  // comprehension
  case comprehension
  // excepthandler
  case exceptHandler
  // arguments
  case arguments
  // arg
  case arg
  // keyword
  case keyword
  // alias
  case alias
  // withitem
  case withitem
  // match_case
  case matchCase
  // pattern
  case matchValue, matchSingleton, matchSequence, matchMapping, matchClass, matchStar,
    matchAs, matchOr
  // type_ignore
  case typeIgnore
  // type_param
  case typeVar, paramSpec, typeVarTuple
}

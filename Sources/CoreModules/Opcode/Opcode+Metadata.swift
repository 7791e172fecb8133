// What is known of each opcode number, the specialised and instrumented ones included.

import Bytecode
import TaipanRuntime

extension OpcodeModule {
  static let metadata: [NativeMethod] = [
    NativeMethod("stack_effect", "($module, opcode, oparg=None, /, *, jump=None)", stackEffect),
    NativeMethod("is_valid", "($module, /, opcode)", isValid),
    NativeMethod("has_arg", "($module, /, opcode)", hasArgument),
    NativeMethod("has_const", "($module, /, opcode)", hasConstant),
    NativeMethod("has_name", "($module, /, opcode)", hasName),
    NativeMethod("has_jump", "($module, /, opcode)", hasJump),
    NativeMethod("has_free", "($module, /, opcode)", hasFree),
    NativeMethod("has_local", "($module, /, opcode)", hasLocal),
    NativeMethod("has_exc", "($module, /, opcode)", hasException),
  ]

  private static func lies(_ a: Args, in ranges: [ClosedRange<Int>]) throws(Raised) -> Value {
    let opcode = try Convert.machineInt(a[0])
    return Value(ranges.contains { $0.contains(opcode) })
  }

  static func isValid(_ a: Args) throws(Raised) -> Value {
    try lies(a, in: [0...118, 149...222, 236...253, 256...267])
  }
  static func hasArgument(_ a: Args) throws(Raised) -> Value {
    try lies(
      a,
      in: [
        45...118, 149...149, 162...206, 208...208, 211...211, 220...222, 236...236, 240...245,
        248...253, 256...262, 264...267,
      ])
  }
  static func hasConstant(_ a: Args) throws(Raised) -> Value {
    try lies(a, in: [83...83, 103...103, 240...240])
  }
  static func hasName(_ a: Args) throws(Raised) -> Value {
    try lies(
      a,
      in: [
        63...63, 66...67, 74...75, 82...82, 90...93, 108...108, 113...114, 192...192, 202...202,
        205...206, 211...211, 259...262,
      ])
  }
  static func hasJump(_ a: Args) throws(Raised) -> Value {
    try lies(a, in: [72...72, 77...79, 97...100, 104...104, 188...190, 256...257])
  }
  static func hasFree(_ a: Args) throws(Raised) -> Value {
    try lies(a, in: [64...64, 84...84, 89...89, 94...94, 109...109])
  }
  static func hasLocal(_ a: Args) throws(Raised) -> Value {
    try lies(a, in: [3...3, 65...65, 85...88, 110...112, 258...258, 267...267])
  }
  static func hasException(_ a: Args) throws(Raised) -> Value { try lies(a, in: [264...266]) }

  static func stackEffect(_ a: Args) throws(Raised) -> Value {
    let number = try Convert.machineInt(a[0])
    let argument = a[1].isAbsent || a[1].isNone ? 0 : try Convert.machineInt(a[1])
    guard let raw = UInt16(exactly: number), let opcode = Opcode(rawValue: raw) else {
      throw raise(.valueError, "invalid opcode or oparg")
    }
    if a[2].isAbsent || a[2].isNone {
      return Value(
        max(
          opcode.stackEffect(argument, jump: true), opcode.stackEffect(argument, jump: false)))
    }
    if !a[2].isBool { throw raise(.valueError, "stack_effect: jump must be False, True or None") }
    return Value(opcode.stackEffect(argument, jump: a[2].isTrue))
  }
}

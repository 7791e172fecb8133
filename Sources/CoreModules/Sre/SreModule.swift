// The module `_sre`: what `re` compiles to, and the objects that run it.

import TaipanRuntime

public enum SreModule {
  static let functions: [NativeMethod] = [
    NativeMethod(
      "compile", "($module, /, pattern, flags, code, groups, groupindex, indexgroup)",
      PatternObject.compile),
    NativeMethod("template", "($module, pattern, template, /)", TemplateObject.make),
    NativeMethod("getcodesize", "($module, /)", getCodeSize),
    NativeMethod("getlower", "($module, character, flags, /)", getLower),
    NativeMethod("ascii_iscased", "($module, character, /)", isCasedASCII),
    NativeMethod("unicode_iscased", "($module, character, /)", isCasedUnicode),
    NativeMethod("ascii_tolower", "($module, character, /)", lowerASCII),
    NativeMethod("unicode_tolower", "($module, character, /)", lowerUnicode),
  ]

  public static func make() -> ModuleRef {
    let module = NativeModules.make("_sre", functions)
    PatternObject.type = NativeTypes.make(PatternObject.spec)
    MatchObject.type = NativeTypes.make(MatchObject.spec)
    ScannerObject.type = NativeTypes.make(ScannerObject.spec)
    TemplateObject.type = NativeTypes.make(TemplateObject.spec)
    module.dict.setStr("MAGIC", Value(smallInt: 20_230_612))
    module.dict.setStr("CODESIZE", Value(smallInt: 4))
    module.dict.setStr("MAXREPEAT", Value(smallInt: Int(UInt32.max)))
    module.dict.setStr("MAXGROUPS", Value(smallInt: 1_073_741_823))
    return module
  }

  private static func character(_ value: Value) throws(Raised) -> UInt32 {
    UInt32(truncatingIfNeeded: try Convert.machineInt(value))
  }

  static func getCodeSize(_ a: Args) throws(Raised) -> Value { Value(smallInt: 4) }

  static func getLower(_ a: Args) throws(Raised) -> Value {
    let c = try character(a[0])
    let flags = try Convert.machineInt(a[1])
    if flags & 4 != 0 { return Value(smallInt: Int(CharacterClass.lowerLocale(c))) }
    if flags & 32 != 0 { return Value(smallInt: Int(UnicodeData.simpleLower(c))) }
    return Value(smallInt: Int(CharacterClass.lowerASCII(c)))
  }

  static func isCasedASCII(_ a: Args) throws(Raised) -> Value {
    Value((try character(a[0]) | 0x20) &- 0x61 < 26)
  }
  static func isCasedUnicode(_ a: Args) throws(Raised) -> Value {
    let c = try character(a[0])
    return Value(c != UnicodeData.simpleLower(c) || c != UnicodeData.simpleUpper(c))
  }
  static func lowerASCII(_ a: Args) throws(Raised) -> Value {
    Value(smallInt: Int(CharacterClass.lowerASCII(try character(a[0]))))
  }
  static func lowerUnicode(_ a: Args) throws(Raised) -> Value {
    Value(smallInt: Int(UnicodeData.simpleLower(try character(a[0]))))
  }
}

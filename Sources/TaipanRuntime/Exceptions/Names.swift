// Names of things in messages.

public enum Names {
  /// "list.append" of a native method.
  static func qualified(_ function: NativeFunctionRef) -> String {
    let owner = function.p.pointee.owner
    return owner.isPresent ? "\(TypeRef(owner).nameText).\(function.name)" : function.name
  }

  /// "append" of a native method, "list" of a constructor.
  static func short(_ function: NativeFunctionRef) -> String {
    let type = function.constructedType
    return type.isPresent ? TypeRef(type).nameText : function.name
  }

  /// "math.sqrt" of a module's function, "len" of a builtin one.
  static func inModule(_ function: NativeFunctionRef) -> String {
    let module = function.p.pointee.moduleName
    guard module.isPresent, module.isStr, StrRef(module).text != "builtins" else {
      return short(function)
    }
    return "\(StrRef(module).text).\(function.name)"
  }

  /// A module's `__name__`; nil if it has none.
  static func module(_ module: ModuleRef) -> String? {
    if module.p.pointee.dict.isAbsent { return nil }
    let name = module.dict.getStr("__name__")
    return name.isPresent && name.isStr ? StrRef(name).text : nil
  }

  /// How error messages of calls name a callable: "module.qualname()".
  static func ofCallable(_ callable: Value) throws(Raised) -> String {
    let qualified = try Attributes.lookup(callable, Interning.intern("__qualname__"))
    if qualified.isAbsent || !qualified.isStr { return try Convert.str(callable).text }
    let module = try Attributes.lookup(callable, Interning.intern("__module__"))
    if module.isPresent, module.isStr, StrRef(module).text != "builtins" {
      return "\(StrRef(module).text).\(StrRef(qualified).text)()"
    }
    return "\(StrRef(qualified).text)()"
  }
}

/// "Did you mean": Levenshtein distance with CPython's costs (Python/suggestions.c).
public enum Suggestions {
  /// The candidate that a misspelt name most likely means; nil if none is near enough.
  public static func best(_ name: String, among candidates: [String]) -> String? {
    let wanted = Array(name.utf8)
    if wanted.count > 40 { return nil }
    var best: String? = nil
    var bestDistance = Int.max
    for candidate in candidates where candidate != name {
      let other = Array(candidate.utf8)
      let limit = min((wanted.count + other.count + 3) * 2 / 6, bestDistance - 1)
      let distance = self.distance(wanted, other)
      if distance <= limit, distance < bestDistance {
        best = candidate
        bestDistance = distance
      }
    }
    return best
  }

  private static func cost(_ a: UInt8, _ b: UInt8) -> Int {
    if a == b { return 0 }
    return a | 0x20 == b | 0x20 && (a | 0x20) >= 97 && (a | 0x20) <= 122 ? 1 : 2
  }

  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var row = (0...b.count).map { $0 * 2 }
    for i in 0..<a.count {
      var diagonal = row[0]
      row[0] = (i + 1) * 2
      for k in 0..<b.count {
        let substituted = diagonal + cost(a[i], b[k])
        diagonal = row[k + 1]
        row[k + 1] = min(substituted, min(row[k], row[k + 1]) + 2)
      }
    }
    return row[b.count]
  }
}

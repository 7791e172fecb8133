// Binding of arguments to the parameters of a native function, by its text signature.

/// The parsed form of a text signature.
public struct SignatureInfo {
  /// All parameters, `$self`/`$type` included and `$module` excluded.
  var parameterCount: Int
  /// Interned names, one a parameter.
  var names: UnsafeMutablePointer<Value>
  var positionalOnly: Int
  /// Positional-only and positional-or-keyword parameters.
  var positional: Int
  /// Bit n: parameter n has no default.
  var required: UInt64
  /// `$self` or `$type` leads.
  var hasReceiver: Bool

  /// No keyword-only parameter must be given.
  var keywordOnlyAreOptional: Bool { required >> UInt64(positional) == 0 }
}

enum Signature {
  /// Parses the signature and sets arity and flavour.
  static func prepare(_ function: NativeFunctionRef) {
    let text = function.p.pointee.entry.pointee.signature
    let info = parse(text, function)
    function.p.pointee.signature = UnsafeMutablePointer<SignatureInfo>.allocate(capacity: 1)
    function.p.pointee.signature!.initialize(to: info)
  }

  private static func parse(_ text: StaticString, _ function: NativeFunctionRef) -> SignatureInfo {
    let bytes = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    let commas = bytes.reduce(0) { $0 + ($1 == UInt8(ascii: ",") ? 1 : 0) }
    let storage = UnsafeMutablePointer<Value>.allocate(capacity: commas + 1)
    var count = 0
    var required: UInt64 = 0
    var positionalOnly = 0
    var positional = -1
    var variadic = function.p.pointee.entry.pointee.bindsArguments
    var hasReceiver = false
    forEachPart(bytes) { part in
      switch part[part.startIndex] {
      case UInt8(ascii: "/"): positionalOnly = count
      case UInt8(ascii: "*"):
        if part.count == 1 { positional = count } else { variadic = true }
      case UInt8(ascii: "$") where part.elementsEqual("$module".utf8): break
      case let first:
        let isReceiver = first == UInt8(ascii: "$")
        if isReceiver { hasReceiver = true }
        let equals = part.firstIndex(of: UInt8(ascii: "="))
        if equals == nil { required |= 1 << UInt64(count) }
        let name = part[(part.startIndex + (isReceiver ? 1 : 0))..<(equals ?? part.endIndex)]
        (storage + count).initialize(to: Interning.intern(UnsafeBufferPointer(rebasing: name)))
        count += 1
      }
    }
    if positional < 0 { positional = count }
    setArity(function, count, positional, positionalOnly, required, variadic, hasReceiver)
    return SignatureInfo(
      parameterCount: count, names: storage, positionalOnly: positionalOnly,
      positional: positional, required: required, hasReceiver: hasReceiver)
  }

  private static func setArity(
    _ function: NativeFunctionRef, _ count: Int, _ positional: Int, _ positionalOnly: Int,
    _ required: UInt64, _ variadic: Bool, _ hasReceiver: Bool
  ) {
    let p = function.p
    if variadic {
      p.pointee.flavour = .variadic
      p.pointee.minimum = hasReceiver ? 1 : 0
      p.pointee.maximum = .max
    } else {
      let requiredPositional = (required & (1 << UInt64(positional) &- 1)).nonzeroBitCount
      p.pointee.flavour = positionalOnly == count ? .positional : .named
      p.pointee.minimum = Int16(requiredPositional)
      p.pointee.maximum = Int16(positional)
    }
  }

  /// The parameters between the parentheses, split at commas outside of brackets and quotes; spaces
  /// before a parameter are no part of it.
  private static func forEachPart(
    _ bytes: UnsafeBufferPointer<UInt8>, _ body: (Slice<UnsafeBufferPointer<UInt8>>) -> Void
  ) {
    var start = 0
    var depth = 0
    var quote: UInt8 = 0
    func endPart(_ end: Int) {
      while start < end, bytes[start] == UInt8(ascii: " ") { start += 1 }
      if start < end { body(bytes[start..<end]) }
      start = end + 1
    }
    for (i, byte) in bytes.enumerated() {
      if quote != 0 {
        if byte == quote { quote = 0 }
        continue
      }
      switch byte {
      case UInt8(ascii: "'"), UInt8(ascii: "\""): quote = byte
      case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        if depth == 1 { start = i + 1 }
      case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 { return endPart(i) }
      case UInt8(ascii: ","): if depth == 1 { endPart(i) }
      default: break
      }
    }
  }

  /// Calls a function whose parameters may be named: all of them are bound, absent ones to
  /// `Value.absent`.
  ///
  /// - Throws: TypeError with CPython's text for a wrong number or name of arguments.
  static func callNamed(_ function: NativeFunctionRef, _ args: Args) throws(Raised) -> Value {
    if args.keywordNames.isAbsent, args.count >= Int(function.p.pointee.minimum),
      args.count <= Int(function.p.pointee.maximum),
      function.p.pointee.signature.unsafelyUnwrapped.pointee.keywordOnlyAreOptional
    {
      return try callPadded(function, args)
    }
    return try callBound(function, args)
  }

  /// Arguments without names, as many as are needed: the others are absent.
  @inline(__always)
  private static func callPadded(_ function: NativeFunctionRef, _ args: Args) throws(Raised)
    -> Value
  {
    let count = function.p.pointee.signature.unsafelyUnwrapped.pointee.parameterCount
    if count == args.count {
      return try function.p.pointee.function(
        Args(base: args.base, count: count, callee: function.value))
    }
    let scratch = thread.pointee.scratchTop
    try thread.pointee.growScratch(count)
    defer { thread.pointee.scratchTop = scratch }
    var i = 0
    while i < args.count {
      scratch[i] = args.base[i]
      i &+= 1
    }
    while i < count {
      scratch[i] = .absent
      i &+= 1
    }
    return try function.p.pointee.function(
      Args(base: scratch, count: count, callee: function.value))
  }

  @inline(never)
  private static func callBound(_ function: NativeFunctionRef, _ args: Args) throws(Raised) -> Value
  {
    let info = function.p.pointee.signature.unsafelyUnwrapped
    let count = info.pointee.parameterCount
    let scratch = thread.pointee.scratchTop
    try thread.pointee.growScratch(count)
    defer { thread.pointee.scratchTop = scratch }
    scratch.initialize(repeating: .absent, count: count)
    let positional = args.positionalCount
    if positional > info.pointee.positional {
      throw tooMany(function, info, positional)
    }
    for i in 0..<positional { scratch[i] = args.base[i] }
    if args.keywordNames.isPresent { try bindKeywords(function, info, args, scratch) }
    for i in 0..<count where info.pointee.required & (1 << UInt64(i)) != 0 && scratch[i].isAbsent {
      throw i < info.pointee.positionalOnly && i > 0
        || !info.pointee.hasReceiver && i < info.pointee.positionalOnly
        ? tooFew(function, info, positional) : missing(function, info, i)
    }
    return try function.p.pointee.function(
      Args(base: scratch, count: count, callee: function.value))
  }

  private static func bindKeywords(
    _ function: NativeFunctionRef, _ info: UnsafeMutablePointer<SignatureInfo>, _ args: Args,
    _ bound: UnsafeMutablePointer<Value>
  ) throws(Raised) {
    let names = TupleRef(args.keywordNames)
    for k in 0..<names.count {
      let name = names[k]
      var found = -1
      for i in info.pointee.positionalOnly..<info.pointee.parameterCount
      where info.pointee.names[i] === name {
        found = i
        break
      }
      if found < 0 {
        for i in info.pointee.positionalOnly..<info.pointee.parameterCount
        where StrRef(info.pointee.names[i]).isEqual(StrRef(name)) {
          found = i
        }
      }
      if found < 0 {
        throw raise(
          .typeError,
          messageText("\(function.name)() got an unexpected keyword argument '", name, "'"))
      }
      if bound[found].isPresent {
        let place = found + (info.pointee.hasReceiver ? 0 : 1)
        throw raise(
          .typeError,
          "argument for \(function.name)() given by name ('\(StrRef(name).text)') and position (\(place))"
        )
      }
      bound[found] = args.base[args.positionalCount + k]
    }
  }

  /// A required positional-only argument is missing from a call that may name others.
  private static func tooFew(
    _ function: NativeFunctionRef, _ info: UnsafeMutablePointer<SignatureInfo>, _ given: Int
  ) -> Raised {
    let receiver = info.pointee.hasReceiver ? 1 : 0
    let mask = (1 as UInt64) << UInt64(info.pointee.positionalOnly) &- 1
    let least = (info.pointee.required & mask).nonzeroBitCount - receiver
    let bound = least < info.pointee.positional - receiver ? "at least" : "exactly"
    return raise(
      .typeError,
      "\(function.name)() takes \(bound) \(least) positional argument\(least == 1 ? "" : "s") (\(given - receiver) given)"
    )
  }

  private static func tooMany(
    _ function: NativeFunctionRef, _ info: UnsafeMutablePointer<SignatureInfo>, _ given: Int
  ) -> Raised {
    let receiver = info.pointee.hasReceiver ? 1 : 0
    let most = info.pointee.positional - receiver
    let total = info.pointee.parameterCount - receiver
    let least =
      (info.pointee.required & (1 << UInt64(info.pointee.positional) &- 1)).nonzeroBitCount
      - receiver
    let name = Names.short(function)
    if given - receiver > total {
      let word = total == 1 ? "argument" : "arguments"
      return raise(
        .typeError, "\(name)() takes at most \(total) \(word) (\(given - receiver) given)")
    }
    let bound = least == most ? "exactly" : "at most"
    if most == 0 { return raise(.typeError, "\(name)() takes no positional arguments") }
    let word = most == 1 ? "argument" : "arguments"
    return raise(
      .typeError,
      "\(name)() takes \(bound) \(most) positional \(word) (\(given - receiver) given)")
  }

  private static func missing(
    _ function: NativeFunctionRef, _ info: UnsafeMutablePointer<SignatureInfo>, _ index: Int
  ) -> Raised {
    if index == 0, info.pointee.hasReceiver {
      if function.name == "__new__", function.constructedType.isPresent {
        return wrongCount(function, Args(base: thread.pointee.scratchTop, count: 0))
      }
      return raise(
        .typeError, "unbound method \(Names.qualified(function))() needs an argument")
    }
    let place = index + (info.pointee.hasReceiver ? 0 : 1)
    return raise(
      .typeError,
      "\(Names.short(function))() missing required argument '\(StrRef(info.pointee.names[index]).text)' (pos \(place))"
    )
  }

  /// Arguments that a function of positional ones does not take; names are ignored by `__new__` where
  /// a subclass has an `__init__` of its own, and the other way round.
  ///
  /// - Throws: TypeError.
  @inline(never)
  static func callRejected(_ function: NativeFunctionRef, _ args: Args) throws(Raised) -> Value {
    let p = function.p.pointee
    let owner = function.constructedType
    if owner.isPresent, args.positionalCount >= max(1, Int(p.minimum)),
      args.positionalCount <= Int(p.maximum), leavesNames(function, TypeRef(owner), args[0])
    {
      return try p.function(
        Args(base: args.base, count: args.positionalCount, callee: function.value))
    }
    throw wrongCount(function, args)
  }

  private static func leavesNames(
    _ function: NativeFunctionRef, _ owner: TypeRef, _ receiver: Value
  ) -> Bool {
    let isNew = function.name == "__new__"
    if isNew, !receiver.isType { return false }
    let type = isNew ? TypeRef(receiver) : receiver.type
    let other = isNew ? SpecialName.`init` : SpecialName.new
    return type.has(.heap) && type.special(other) !== owner.special(other)
  }

  /// - Throws: TypeError with CPython's text for a wrong number of positional arguments.
  static func wrongCount(_ function: NativeFunctionRef, _ args: Args) -> Raised {
    let p = function.p.pointee
    let receiver = p.signature.map { $0.pointee.hasReceiver } ?? false ? 1 : 0
    let given = args.positionalCount - receiver
    let least = Int(p.minimum) - receiver
    let most = Int(p.maximum) - receiver
    if given < 0, function.name == "__new__", function.constructedType.isPresent {
      let type = TypeRef(function.constructedType).messageName
      return raise(.typeError, "\(type).__new__(): not enough arguments")
    }
    if given < 0 {
      return raise(.typeError, "unbound method \(Names.qualified(function))() needs an argument")
    }
    if args.keywordNames.isPresent, TupleRef(args.keywordNames).count > 0 {
      if function.object.type == .slotWrapper || function.object.type == .methodWrapper,
        function.constructedType.isAbsent
      {
        return raise(.typeError, "wrapper \(function.name)() takes no keyword arguments")
      }
      let name =
        function.constructedType.isPresent
        ? Names.short(function)
        : function.isMethod ? Names.qualified(function) : Names.inModule(function)
      return raise(.typeError, "\(name)() takes no keyword arguments")
    }
    let bound = least == most ? "" : given < least ? "at least " : "at most "
    let limit = given < least ? least : most
    let counts = "expected \(bound)\(limit) argument\(limit == 1 ? "" : "s"), got \(given)"
    if function.constructedType.isPresent {
      return raise(.typeError, "\(Names.short(function)) \(counts)")
    }
    if function.object.type == .slotWrapper || function.object.type == .methodWrapper {
      // CPython unpacks the arguments of these with an empty name, except a fixed number below two.
      return raise(.typeError, least == most && most < 2 ? counts : " " + counts)
    }
    let method = function.isMethod ? Names.qualified(function) : Names.inModule(function)
    if most == 0 {
      return raise(.typeError, "\(method)() takes no arguments (\(given) given)")
    }
    if least == 1, most == 1 {
      return raise(.typeError, "\(method)() takes exactly one argument (\(given) given)")
    }
    return raise(.typeError, "\(function.name) \(counts)")
  }
}

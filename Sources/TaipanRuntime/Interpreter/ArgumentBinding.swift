// Binding of arguments to the parameters of a Python function, with CPython's errors.

enum ArgumentBinding {
  /// Fills the callee's registers; the arguments may lie in the same place.
  ///
  /// - Throws: TypeError.
  @inline(never)
  static func bind(_ function: FunctionRef, _ args: Args, into r: Registers) throws(Raised) {
    if args.keywordNames.isAbsent, fillPositional(function, args, r) { return }
    let scratch = thread.pointee.scratchTop
    // Two more words: the collector does not see the callee's registers before its frame runs.
    try thread.pointee.growScratch(args.count + 2)
    defer { thread.pointee.scratchTop = scratch }
    scratch.update(from: args.base, count: args.count)
    scratch[args.count] = .absent
    scratch[args.count + 1] = .absent
    var binding = Binding(
      function, Args(base: scratch, count: args.count, keywordNames: args.keywordNames), r)
    try binding.run()
  }

  /// Positional arguments alone: what is missing from the defaults, what is too much to `*args`. False,
  /// with nothing written, where that is an error.
  private static func fillPositional(_ function: FunctionRef, _ args: Args, _ r: Registers) -> Bool
  {
    let body = function.p.pointee.body
    let parameters = Int(body.pointee.argumentCount)
    let missing = parameters &- args.count
    let takesRest = body.pointee.flags & UInt32(CodeFlag.varArguments) != 0
    if missing < 0 && !takesRest { return false }
    var defaults = TupleRef.empty
    if missing > 0 {
      let given = function.p.pointee.defaults
      if given.isAbsent || !given.isExactly(.tuple) { return false }
      defaults = TupleRef(given)
      if defaults.count < missing { return false }
    }
    let named = parameters &+ Int(body.pointee.keywordOnlyCount)
    for i in parameters..<named where keywordDefault(function, i).isAbsent { return false }
    var rest = Value.absent
    if takesRest {
      rest =
        (missing < 0
        ? TupleRef.make(args.base + parameters, count: 0 &- missing) : TupleRef.empty).value
    }
    let takesMore = body.pointee.flags & UInt32(CodeFlag.varKeywords) != 0
    let more = takesMore ? DictRef.make().value : .absent
    if r != args.base { r.update(from: args.base, count: min(args.count, parameters)) }
    if missing > 0 {
      let source = defaults.items + (defaults.count &- missing)
      (r + args.count).update(from: source, count: missing)
    }
    Interpreter.clear(r, from: parameters, body)
    for i in parameters..<named { r[i] = keywordDefault(function, i) }
    if takesRest { r[named] = rest }
    if takesMore { r[named &+ (takesRest ? 1 : 0)] = more }
    return true
  }

  /// The default of the keyword-only parameter number `place`; absent without one.
  static func keywordDefault(_ function: FunctionRef, _ place: Int) -> Value {
    let defaults = function.p.pointee.keywordDefaults
    if defaults.isAbsent || defaults.isNone { return .absent }
    let (dict, body) = (DictRef(defaults), function.p.pointee.body)
    let name = CodeRef(body.pointee.code).localNames[place]
    // Where all of them have one, the entries are in the parameters' order.
    let number = place &- Int(body.pointee.argumentCount)
    if number < dict.entryCount, dict.entries[number].key === name {
      return dict.entries[number].value
    }
    return dict.getStr(name)
  }

  private struct Binding {
    let function: FunctionRef
    let code: CodeRef
    let body: UnsafeMutablePointer<CodeBody>
    let args: Args
    let r: Registers
    let positionalGiven: Int
    /// Positional parameters, and those with keyword-only ones.
    let positionalCount: Int
    let namedCount: Int

    init(_ function: FunctionRef, _ args: Args, _ r: Registers) {
      self.function = function
      self.args = args
      self.r = r
      body = function.p.pointee.body
      code = CodeRef(function.p.pointee.code)
      positionalGiven = args.positionalCount
      positionalCount = Int(code.p.pointee.argumentCount)
      namedCount = positionalCount + Int(code.p.pointee.keywordOnlyCount)
    }

    mutating func run() throws(Raised) {
      let localCount = max(Int(body.pointee.localCount), namedCount)
      for i in 0..<localCount { r[i] = .absent }
      let direct = min(positionalGiven, positionalCount)
      for i in 0..<direct { r[i] = args.base[i] }
      let flags = code.p.pointee.flags
      var next = namedCount
      if flags & CodeFlag.varArguments != 0 {
        r[next] =
          TupleRef.make(
            args.base + direct, count: positionalGiven - direct
          ).value
        args.base[args.count] = r[next]
        next += 1
      }
      var extra: DictRef? = nil
      if flags & CodeFlag.varKeywords != 0 {
        extra = DictRef.make()
        r[next] = extra.unsafelyUnwrapped.value
        args.base[args.count + 1] = r[next]
      }
      if args.keywordNames.isPresent { try bindKeywords(extra) }
      if positionalGiven > positionalCount, flags & CodeFlag.varArguments == 0 {
        throw tooMany()
      }
      try fillDefaults()
      if namedCount > positionalCount { try fillKeywordDefaults() }
    }

    private func bindKeywords(_ extra: DictRef?) throws(Raised) {
      let names = TupleRef(args.keywordNames)
      let parameters = code.localNames
      let first = Int(code.p.pointee.positionalOnlyCount)
      for k in 0..<names.count {
        let name = names[k]
        let value = args.base[positionalGiven + k]
        if let place = find(name, parameters, first) {
          if r[place].isPresent {
            throw raise(
              .typeError,
              "\(function.qualifiedNameText)() got multiple values for argument '\(StrRef(name).text)'"
            )
          }
          r[place] = value
        } else if let extra {
          extra.setStr(Interning.intern(name), value)
        } else {
          throw try unexpected(name, names)
        }
      }
    }

    private func find(_ name: Value, _ parameters: TupleRef, _ first: Int) -> Int? {
      var i = first
      while i < namedCount {
        if parameters[i] === name { return i }
        i += 1
      }
      // Names of parameters are interned.
      if StrRef(name).isInterned { return nil }
      i = first
      while i < namedCount {
        if StrRef(parameters[i]).isEqual(StrRef(name)) { return i }
        i += 1
      }
      return nil
    }

    private func unexpected(_ name: Value, _ names: TupleRef) throws(Raised) -> Raised {
      let parameters = code.localNames
      var positionalOnly: [String] = []
      for i in 0..<Int(code.p.pointee.positionalOnlyCount) {
        for k in 0..<names.count where StrRef(parameters[i]).isEqual(StrRef(names[k])) {
          positionalOnly.append(StrRef(parameters[i]).text)
        }
      }
      if !positionalOnly.isEmpty {
        return raise(
          .typeError,
          "\(function.qualifiedNameText)() got some positional-only arguments passed as keyword arguments: '\(positionalOnly.joined(separator: ", "))'"
        )
      }
      var candidates: [String] = []
      for i in Int(code.p.pointee.positionalOnlyCount)..<namedCount {
        candidates.append(StrRef(parameters[i]).text)
      }
      let hint =
        Suggestions.best(StrRef(name).text, among: candidates)
        .map { ". Did you mean '\($0)'?" } ?? ""
      return raise(
        .typeError,
        messageText(
          "\(function.qualifiedNameText)() got an unexpected keyword argument '", name, "'\(hint)"))
    }

    private func fillDefaults() throws(Raised) {
      let defaults = function.p.pointee.defaults
      let count = defaults.isPresent && !defaults.isNone ? TupleRef(defaults).count : 0
      let required = positionalCount - count
      var missing: [String] = []
      for i in 0..<positionalCount where r[i].isAbsent {
        if i < required {
          missing.append(StrRef(code.localNames[i]).text)
        } else {
          r[i] = TupleRef(defaults)[i - required]
        }
      }
      if !missing.isEmpty { throw self.missing(missing, "positional") }
    }

    private func fillKeywordDefaults() throws(Raised) {
      var missing: [String] = []
      for i in positionalCount..<namedCount where r[i].isAbsent {
        let name = code.localNames[i]
        let value = ArgumentBinding.keywordDefault(function, i)
        if value.isPresent { r[i] = value } else { missing.append(StrRef(name).text) }
      }
      if !missing.isEmpty { throw self.missing(missing, "keyword-only") }
    }

    private func missing(_ names: [String], _ kind: String) -> Raised {
      let quoted = names.map { "'\($0)'" }
      let list: String
      switch quoted.count {
      case 1: list = quoted[0]
      case 2: list = "\(quoted[0]) and \(quoted[1])"
      default:
        list = quoted.dropLast().joined(separator: ", ") + ", and " + quoted[quoted.count - 1]
      }
      return raise(
        .typeError,
        "\(function.qualifiedNameText)() missing \(names.count) required \(kind) argument\(names.count == 1 ? "" : "s"): \(list)"
      )
    }

    private func tooMany() -> Raised {
      let defaults = function.p.pointee.defaults
      let defaultCount = defaults.isPresent && !defaults.isNone ? TupleRef(defaults).count : 0
      var keywordOnlyGiven = 0
      for i in positionalCount..<max(positionalCount, namedCount) where r[i].isPresent {
        keywordOnlyGiven += 1
      }
      let plural = defaultCount > 0 || positionalCount != 1
      let takes =
        defaultCount > 0
        ? "from \(positionalCount - defaultCount) to \(positionalCount)" : "\(positionalCount)"
      var extra = ""
      if keywordOnlyGiven > 0 {
        extra =
          " positional argument\(positionalGiven == 1 ? "" : "s") (and \(keywordOnlyGiven) keyword-only argument\(keywordOnlyGiven == 1 ? "" : "s"))"
      }
      let verb = positionalGiven == 1 && keywordOnlyGiven == 0 ? "was" : "were"
      return raise(
        .typeError,
        "\(function.qualifiedNameText)() takes \(takes) positional argument\(plural ? "s" : "") but \(positionalGiven)\(extra) \(verb) given"
      )
    }
  }
}

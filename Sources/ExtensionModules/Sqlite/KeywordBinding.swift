// Arguments of functions that warn about some ways of passing them: the names must be seen.

import TaipanRuntime

/// The parameters of a function, all of which may be passed by name.
struct BoundArguments {
  let function: String
  let names: [StaticString]
  /// Parameters without a default, and those that may be passed by place.
  let required: Int
  let positional: Int

  /// The arguments by parameter in a tuple, absent where not passed.
  ///
  /// - Parameter start: the first argument that counts.
  /// - Throws: TypeError for a wrong number or name.
  func bind(_ a: Args, from start: Int) throws(Raised) -> TupleRef {
    let bound = TupleRef.make(count: names.count)
    for i in 0..<names.count { bound.set(i, .absent) }
    let given = a.positionalCount - start
    if given > positional {
      let bounds = required == positional ? "exactly" : "at most"
      let plural = positional == 1 ? "" : "s"
      throw raise(
        .typeError,
        "\(function)() takes \(bounds) \(positional) positional argument\(plural) (\(given) given)")
    }
    for i in 0..<max(0, given) { bound.set(i, a[start + i]) }
    if a.keywordNames.isPresent { try bindNames(a, bound) }
    for i in 0..<required where bound[i].isAbsent {
      throw raise(
        .typeError, "\(function)() missing required argument '\(names[i])' (pos \(i + 1))")
    }
    return bound
  }

  private func bindNames(_ a: Args, _ bound: TupleRef) throws(Raised) {
    let given = TupleRef(a.keywordNames)
    for k in 0..<given.count {
      let name = StrRef(given[k])
      guard let place = names.firstIndex(where: { name.isEqual($0) }) else {
        throw raise(
          .typeError, "\(function)() got an unexpected keyword argument '\(name.text)'")
      }
      if bound[place].isPresent {
        throw raise(
          .typeError,
          "argument for \(function)() given by name ('\(name.text)') and position (\(place + 1))")
      }
      bound.set(place, a.base[a.positionalCount + k])
    }
  }

  /// Warns where one of the first `count` parameters was passed by name.
  ///
  /// - Throws: the warning, where it is an error.
  func deprecateNames(_ a: Args, from start: Int, count: Int) throws(Raised) {
    if a.keywordCount == 0 || a.positionalCount - start >= count { return }
    let quoted = names[..<count].map { "'\($0)'" }
    let isOne = count == 1
    let list =
      isOne
      ? quoted[0]
      : quoted.dropLast().joined(separator: ", ") + " and " + quoted[count - 1]
    try Warnings.warn(
      .deprecationWarning,
      "Passing keyword argument\(isOne ? "" : "s") \(list) to _sqlite3.Connection.\(function)() is "
        + "deprecated. Parameter\(isOne ? "" : "s") \(list) will become positional-only in Python 3.15."
    )
  }
}

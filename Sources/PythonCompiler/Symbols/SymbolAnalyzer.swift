import PythonSyntax

/// Second pass: whether each name is local, global, free or a cell. A scope gets the names that its
/// surroundings bind, and reports the names that it and its children leave free.
struct SymbolAnalyzer {
  private let names: WellKnownNames

  init(_ names: WellKnownNames) { self.names = names }

  /// Names that come into a scope from outside; each scope works on its own copy.
  private struct Surroundings {
    /// Names bound by enclosing functions; nil at module level.
    var bound: Set<Identifier>?
    var global: Set<Identifier> = []
    var typeParameters: Set<Identifier> = []
    /// The class whose names a type-parameter scope can see.
    var classScope: Scope?
  }

  func analyze(_ top: Scope) throws(CompileFailure) {
    var free: Set<Identifier> = []
    try analyze(top, Surroundings(), &free)
  }

  private func analyze(
    _ scope: Scope, _ outer: Surroundings, _ free: inout Set<Identifier>
  ) throws(CompileFailure) {
    var outer = outer
    var local: Set<Identifier> = []
    // By index of `scope.symbols`.
    var places: [SymbolPlace] = []
    places.reserveCapacity(scope.symbols.count)
    // What methods see does not include the names of the class.
    var inner = Surroundings()
    inner.bound = []
    if scope.kind == .class {
      inner.global = outer.global
      if let bound = outer.bound { inner.bound = bound }
    }
    for index in 0..<scope.symbols.count {
      places.append(
        try place(
          scope.symbols.names[index], scope.symbols.flags[index], scope, &outer, &local, &free))
    }
    if scope.kind == .class {
      inner.bound!.insert(names.classCell)
      inner.bound!.insert(names.classDict)
    } else {
      if scope.isFunctionLike { inner.bound = local }
      if let bound = outer.bound {
        if inner.bound!.isEmpty { inner.bound = bound } else { inner.bound!.formUnion(bound) }
      }
      inner.global = outer.global
    }
    inner.typeParameters = outer.typeParameters
    var childFree: Set<Identifier> = []
    var inlinedCells: Set<Identifier> = []
    try analyzeChildren(of: scope, inner, outer.classScope, &places, &childFree, &inlinedCells)
    if scope.isFunctionLike {
      makeCells(scope, &places, &childFree, inlinedCells)
    } else if scope.kind == .class {
      if childFree.remove(names.classCell) != nil { scope.needsClassClosure = true }
      if childFree.remove(names.classDict) != nil { scope.needsClassDict = true }
    }
    record(scope, places, outer.bound, childFree, inlinedCells)
    if free.isEmpty { free = childFree } else { free.formUnion(childFree) }
  }

  // MARK: One name

  private func place(
    _ name: Identifier, _ flags: SymbolFlags, _ scope: Scope, _ outer: inout Surroundings,
    _ local: inout Set<Identifier>, _ free: inout Set<Identifier>
  ) throws(CompileFailure) -> SymbolPlace {
    if flags.contains(.global) {
      if flags.contains(.nonlocal) {
        throw failure("name '\(name)' is nonlocal and global", name, scope)
      }
      outer.global.insert(name)
      outer.bound?.remove(name)
      return .globalExplicit
    }
    if flags.contains(.nonlocal) {
      try checkNonlocal(name, scope, outer)
      scope.hasFree = true
      free.insert(name)
      return .free
    }
    if !flags.isDisjoint(with: .bound) {
      local.insert(name)
      outer.global.remove(name)
      if flags.contains(.typeParameter) {
        outer.typeParameters.insert(name)
      } else if !outer.typeParameters.isEmpty {
        outer.typeParameters.remove(name)
      }
      return .local
    }
    if let classScope = outer.classScope {
      let classFlags = classScope.symbols[name]
      if classFlags.contains(.global) { return .globalExplicit }
      if !classFlags.isDisjoint(with: .bound), !classFlags.contains(.nonlocal) {
        return .globalImplicit
      }
    }
    if outer.bound?.contains(name) == true {
      scope.hasFree = true
      free.insert(name)
      return .free
    }
    if scope.isNested, !outer.global.contains(name) { scope.hasFree = true }
    return .globalImplicit
  }

  private func checkNonlocal(
    _ name: Identifier, _ scope: Scope, _ outer: Surroundings
  ) throws(CompileFailure) {
    guard let bound = outer.bound else {
      throw failure("nonlocal declaration not allowed at module level", name, scope)
    }
    if !bound.contains(name) {
      throw failure("no binding for nonlocal '\(name)' found", name, scope)
    }
    if outer.typeParameters.contains(name) {
      throw failure("nonlocal binding not allowed for type parameter '\(name)'", name, scope)
    }
  }

  private func failure(_ message: String, _ name: Identifier, _ scope: Scope) -> CompileFailure {
    let directive = scope.directives.first { $0.name == name }
    return CompileFailure(.syntaxError, message, at: directive?.location)
  }

  // MARK: Children

  private func analyzeChildren(
    of scope: Scope, _ inner: Surroundings, _ classScope: Scope?, _ places: inout [SymbolPlace],
    _ free: inout Set<Identifier>, _ inlinedCells: inout Set<Identifier>
  ) throws(CompileFailure) {
    for child in scope.children {
      var surroundings = inner
      if child.canSeeClassScope {
        surroundings.classScope = scope.kind == .class ? scope : classScope
      }
      // A child starts with what its elder siblings left free; an inlined one can discard from it.
      var childFree = free
      try analyze(child, surroundings, &childFree)
      let isInlined =
        child.comprehension != .none && !child.isGenerator && !scope.canSeeClassScope
      if isInlined {
        inline(child, into: scope, &places, &childFree, &inlinedCells)
        child.isInlined = true
      }
      if free.isEmpty { free = childFree } else { free.formUnion(childFree) }
      if child.hasFree || child.hasChildFree { scope.hasChildFree = true }
    }
    if scope.children.contains(where: \.isInlined) {
      scope.children = scope.children.flatMap { $0.isInlined ? $0.children : [$0] }
    }
  }

  /// Moves the names of a comprehension into the scope whose code will contain it.
  private func inline(
    _ comprehension: Scope, into scope: Scope, _ places: inout [SymbolPlace],
    _ free: inout Set<Identifier>, _ inlinedCells: inout Set<Identifier>
  ) {
    var removesClassCell = false
    for index in 0..<comprehension.symbols.count {
      let name = comprehension.symbols.names[index]
      let flags = comprehension.symbols.flags[index]
      if flags.contains(.parameter) { continue }
      var place = flags.place
      if place == .cell || flags.contains(.comprehensionCell) { inlinedCells.insert(name) }
      // `__class__` is never free through a class scope.
      if place == .free, scope.kind == .class, name == names.classCell {
        place = .globalImplicit
        free.remove(name)
        removesClassCell = true
      }
      if let existing = scope.symbols.index(of: name) {
        if !scope.symbols.flags[existing].isDisjoint(with: .bound), scope.kind != .class,
          !comprehension.children.contains(where: { $0.place(of: name) == .free })
        {
          free.remove(name)
        }
      } else {
        scope.symbols[name] = flags.withoutPlace
        places.append(place)
      }
    }
    comprehension.hasFree = !free.isEmpty
    if removesClassCell { comprehension.symbols.remove(names.classCell) }
  }

  // MARK: Results

  /// Locals that children leave free become cells.
  private func makeCells(
    _ scope: Scope, _ places: inout [SymbolPlace], _ free: inout Set<Identifier>,
    _ inlinedCells: Set<Identifier>
  ) {
    guard !free.isEmpty || !inlinedCells.isEmpty else { return }
    for index in places.indices where places[index] == .local {
      let name = scope.symbols.names[index]
      guard free.contains(name) || inlinedCells.contains(name) else { continue }
      places[index] = .cell
      free.remove(name)
    }
  }

  private func record(
    _ scope: Scope, _ places: [SymbolPlace], _ bound: Set<Identifier>?, _ free: Set<Identifier>,
    _ inlinedCells: Set<Identifier>
  ) {
    for index in places.indices {
      var flags = scope.symbols.flags[index]
      if !inlinedCells.isEmpty, inlinedCells.contains(scope.symbols.names[index]) {
        flags.insert(.comprehensionCell)
      }
      flags.place = places[index]
      scope.symbols.set(flags, at: index)
    }
    let isClassLike = scope.kind == .class || scope.canSeeClassScope
    // Sorted, since the order of a set differs from run to run.
    for name in free.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
      if let index = scope.symbols.index(of: name) {
        if isClassLike {
          scope.symbols.set(scope.symbols.flags[index].union(.freeInClass), at: index)
        }
      } else if bound?.contains(name) != false {
        var flags = SymbolFlags()
        flags.place = .free
        scope.symbols[name] = flags
      }
    }
  }
}

// What a graph's addresses are called in `--dump=jit`: functions, classes, shapes, names in modules, places
// in register code.

import RegisterCode
import TaipanRuntime

struct RuntimeNames {
  private var bodies: [Int: CodeRef] = [:]
  private var codes: [(first: Int, last: Int, name: String)] = []
  private var words: [Int: String] = [:]
  private var namespaces: [(dict: DictRef, name: String)] = []

  /// Names for a graph that has just been built, its constants still alive.
  static func table(_ builder: Builder) -> NameTable {
    let names = RuntimeNames(builder)
    return NameTable(hidesVersions: true) { names.describe($0, $1) }
  }

  private init(_ builder: Builder) {
    noteBodies(builder.graph)
    let requested = MemoryLayout<ThreadState>.offset(of: \.pollRequested)!
    words[Int(MemoryMap.threadState) + requested] = "pollRequested"
    for constant in builder.constants.sorted() {
      noteConstant(Value(bits: UInt64(UInt(bitPattern: constant))))
    }
  }

  private mutating func noteBodies(_ graph: Graph) {
    for state in graph.states {
      for frame in state.frames { noteBody(frame.body) }
    }
    for i in graph.values where i.operation == .callFunction { noteBody(i.number) }
  }

  private mutating func noteBody(_ address: Int) {
    guard bodies[address] == nil, let body = UnsafePointer<CodeBody>(bitPattern: address) else {
      return
    }
    let code = CodeRef(body.pointee.code)
    bodies[address] = code
    guard let entry = body.pointee.entry else { return }
    let first = Int(bitPattern: entry)
    codes.append((first, first + Int(body.pointee.wordCount) * 8, name(code)))
  }

  private mutating func noteConstant(_ value: Value) {
    if value.isType {
      let type = TypeRef(value)
      let version = MemoryLayout<TypeLayout>.offset(of: \.version)!
      words[Int(bitPattern: type.p) + version] = type.nameText + ".version"
    } else if value.isExactly(.dict) {
      let dict = DictRef(value)
      let name = dict.getStr("__name__")
      let text = name.isPresent && name.isStr ? StrRef(name).text : "namespace"
      let version = MemoryLayout<DictLayout>.offset(of: \.keysVersion)!
      words[Int(bitPattern: dict.p) + version] = text + ".keys"
      namespaces.append((dict, text))
    }
  }

  private func name(_ code: CodeRef) -> String { StrRef(code.p.pointee.qualifiedName).text }

  private func describe(_ kind: NameTable.Kind, _ number: Int) -> String? {
    switch kind {
    case .value: return value(Value(bits: UInt64(UInt(bitPattern: number))))
    case .shape: return shape(Shape(id: UInt32(truncatingIfNeeded: number)))
    case .body: return bodies[number].map(name)
    case .address: return words[number] ?? entry(number)
    // A function's body may be compared with another's as a number.
    case .pc: return place(number) ?? bodies[number].map(name)
    case .step:
      guard let place = place(number - 8) else { return nil }
      let word = UnsafePointer<UInt64>(bitPattern: number - 8)!.pointee
      return "\(place).\(word.opcode.name)"
    }
  }

  private func place(_ address: Int) -> String? {
    codes.first { $0.first <= address && address < $0.last }.map {
      "\($0.name)+\((address - $0.first) / 8)"
    }
  }

  /// The value of a name in a module.
  private func entry(_ address: Int) -> String? {
    let offset = MemoryLayout<DictEntry>.offset(of: \.value)!
    for (dict, name) in namespaces {
      let index =
        (address - offset - Int(bitPattern: dict.entries)) / MemoryLayout<DictEntry>.stride
      guard index >= 0, index < dict.entryCount else { continue }
      let key = dict.entries[index].key
      if key.isPresent, key.isStr { return "\(name).\(StrRef(key).text)" }
    }
    return nil
  }

  private func shape(_ shape: Shape) -> String {
    var names: [String] = []
    shape.forEachSlot { name, _ in names.append(StrRef(name).text) }
    let type = shape.type.nameText
    return names.isEmpty ? type : "\(type)(\(names.joined(separator: ", ")))"
  }

  private func value(_ value: Value) -> String? {
    if value.isAbsent { return "absent" }
    if value === .exhausted { return "exhausted" }
    if value.isNone { return "None" }
    if value.isInt || value.isFloat || value.isBool { return nil }
    if value.isType { return "class " + TypeRef(value).nameText }
    if value.isExactly(.function) { return "function " + FunctionRef(value).qualifiedNameText }
    if value.isStr { return "'" + StrRef(value).text.prefix(24) + "'" }
    if value.isExactly(.module) {
      let name = ModuleRef(value).dict.getStr("__name__")
      if name.isPresent, name.isStr { return "module " + StrRef(name).text }
    }
    if let dict = namespaces.first(where: { $0.dict.value === value }) {
      return "names of " + dict.name
    }
    if value === Singletons.builtins { return "names of builtins" }
    if value.isExactly(.builtinFunction) || value.isExactly(.methodDescriptor) {
      let function = NativeFunctionRef(value)
      let owner = function.p.pointee.owner
      let prefix = owner.isPresent && owner.isType ? TypeRef(owner).nameText + "." : ""
      return "builtin \(prefix)\(function.name)"
    }
    return value.typeName
  }
}

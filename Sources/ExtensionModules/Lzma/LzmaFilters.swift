// Chains of filters: from dicts to the library's structs, and properties of single filters.

import Glibc
import TaipanRuntime

/// A chain in memory of its own, ended by an unknown filter.
final class LzmaChain {
  static let most = 4
  private static let end = UInt64.max
  let filters: UnsafeMutablePointer<LzmaFilter>
  private(set) var count = 0

  init() {
    filters = .allocate(capacity: LzmaChain.most + 1)
    filters.initialize(
      repeating: LzmaFilter(id: LzmaChain.end, options: nil), count: LzmaChain.most + 1)
  }

  deinit {
    for i in 0..<count { Glibc.free(filters[i].options) }
    filters.deallocate()
  }

  func append(_ id: UInt64, _ options: UnsafeMutableRawPointer?) {
    filters[count] = LzmaFilter(id: id, options: options)
    count += 1
  }

  /// The chain that a sequence of dicts describes.
  ///
  /// - Throws: ValueError, TypeError, LZMAError for what describes none.
  static func make(_ specifiers: Value) throws(Raised) -> LzmaChain {
    if specifiers.isDict { throw raise(.typeError, "\(specifiers.typeName) is not a sequence") }
    let count = try Convert.length(specifiers)
    if count > most {
      throw raise(.valueError, "Too many filters - liblzma supports a maximum of \(most)")
    }
    let chain = LzmaChain()
    for i in 0..<count { try chain.append(try Subscript.get(specifiers, Value(i))) }
    return chain
  }

  /// - Throws: as `make`.
  func append(_ specifier: Value) throws(Raised) {
    let id = try LzmaFilters.id(specifier)
    append(id, try LzmaFilters.options(id, specifier))
  }
}

enum LzmaFilters {
  static let lzma1: UInt64 = 0x4000_0000_0000_0001
  static let lzma2: UInt64 = 0x21
  static let delta: UInt64 = 3
  /// x86, PowerPC, IA-64, ARM, ARM-Thumb and SPARC code.
  static let branches: ClosedRange<UInt64> = 4...9

  static func id(_ specifier: Value) throws(Raised) -> UInt64 {
    if !specifier.isHeap || specifier.type.special(.getitem).isAbsent || specifier.isStr
      || specifier.isTuple || specifier.isList
    {
      throw raise(.typeError, "Filter specifier must be a dict or dict-like object")
    }
    let value = try entry(specifier, "id")
    if value.isAbsent {
      throw raise(.valueError, "Filter specifier must have an \"id\" entry")
    }
    guard let n = try Convert.index(value).asMachineInt, n >= 0 else {
      throw raise(.overflowError, "Value too large for lzma_vli type")
    }
    return UInt64(n)
  }

  private static func entry(_ mapping: Value, _ name: StaticString) throws(Raised) -> Value {
    do throws(Raised) { return try Subscript.get(mapping, name.interned) } catch {
      guard catching(.keyError) else { throw error }
      return .absent
    }
  }

  static func number32(_ value: Value) throws(Raised) -> UInt32 {
    guard let n = try Convert.index(value).asMachineInt, n >= 0 else {
      throw raise(.overflowError, "can't convert negative value to unsigned int")
    }
    guard let small = UInt32(exactly: n) else {
      throw raise(.overflowError, "Value too large for uint32_t type")
    }
    return small
  }

  /// - Throws: ValueError for an entry that the filter does not have.
  private static func checkNames(_ mapping: Value, _ known: [StaticString], _ kind: String)
    throws(Raised)
  {
    let names = try Iterate.list(mapping)
    for i in 0..<names.count {
      let name = names[i]
      if !name.isStr || !known.contains(where: { StrRef(name).isEqual($0) }) {
        throw raise(.valueError, "Invalid filter specifier for \(kind) filter")
      }
    }
  }

  /// The options of a filter, allocated by `malloc`.
  static func options(_ id: UInt64, _ specifier: Value) throws(Raised) -> UnsafeMutableRawPointer {
    switch id {
    case lzma1, lzma2: return try lzmaOptions(specifier)
    case delta:
      try checkNames(specifier, ["id", "dist"], "delta")
      let value = try entry(specifier, "dist")
      let distance = value.isAbsent ? 1 : try number32(value)
      let options = allocate(LzmaOptions.deltaSize)
      options.storeBytes(of: distance, toByteOffset: LzmaOptions.deltaDistance, as: UInt32.self)
      return options
    case branches:
      try checkNames(specifier, ["id", "start_offset"], "BCJ")
      let value = try entry(specifier, "start_offset")
      let start = value.isAbsent ? 0 : try number32(value)
      let options = allocate(LzmaOptions.branchSize)
      options.storeBytes(of: start, as: UInt32.self)
      return options
    default: throw raise(.valueError, "Invalid filter ID: \(id)")
    }
  }

  private static func allocate(_ size: Int) -> UnsafeMutableRawPointer { calloc(1, size)! }

  private static func lzmaOptions(_ specifier: Value) throws(Raised) -> UnsafeMutableRawPointer {
    let value = try entry(specifier, "preset")
    let preset = value.isAbsent ? LzmaModule.defaultPreset : try number32(value)
    let options = try presetOptions(preset)
    do throws(Raised) {
      try checkNames(
        specifier,
        ["id", "preset"] + LzmaOptions.fields.map { $0.name }, "LZMA")
      for field in LzmaOptions.fields {
        let value = try entry(specifier, field.name)
        if value.isAbsent { continue }
        options.storeBytes(
          of: try number32(value), toByteOffset: field.offset, as: UInt32.self)
      }
    } catch {
      free(options)
      throw error
    }
    return options
  }

  /// The options of a preset, allocated by `malloc`.
  static func presetOptions(_ preset: UInt32) throws(Raised) -> UnsafeMutableRawPointer {
    let options = allocate(LzmaOptions.size)
    if Liblzma.shared.unsafelyUnwrapped.preset(options, preset) != 0 {
      free(options)
      throw LzmaModule.error.raised("Invalid compression preset: \(preset)")
    }
    return options
  }

  // MARK: Properties

  static func encodeProperties(_ a: Args) throws(Raised) -> Value {
    let library = Liblzma.shared.unsafelyUnwrapped
    let chain = LzmaChain()
    try chain.append(a[0])
    var size: UInt32 = 0
    try LzmaModule.check(library.propertiesSize(&size, chain.filters))
    let bytes = BytesRef.make(count: Int(size))
    try LzmaModule.check(library.encodeProperties(chain.filters, bytes.data))
    return bytes.value
  }

  static func decodeProperties(_ a: Args) throws(Raised) -> Value {
    let library = Liblzma.shared.unsafelyUnwrapped
    guard let id = try Convert.index(a[0]).asMachineInt, id >= 0 else {
      throw raise(.overflowError, "Value too large for lzma_vli type")
    }
    let data = try Buffers.read(a[1])
    let chain = LzmaChain()
    chain.append(UInt64(id), nil)
    try LzmaModule.check(
      library.decodeProperties(chain.filters, nil, data.baseAddress!, data.count))
    return try describe(chain.filters[0])
  }

  /// A filter as a dict.
  private static func describe(_ filter: LzmaFilter) throws(Raised) -> Value {
    let dict = DictRef.make()
    dict.setStr("id", Value(UInt(filter.id)))
    func add(_ name: StaticString, _ offset: Int) {
      guard let options = filter.options else { return }
      let number = options.load(fromByteOffset: offset, as: UInt32.self)
      dict.setStr(name.interned, Value(Int(number)))
    }
    switch filter.id {
    case lzma1: for field in LzmaOptions.fields[..<4] { add(field.name, field.offset) }
    case lzma2: add("dict_size", 0)
    case delta: add("dist", LzmaOptions.deltaDistance)
    case branches: add("start_offset", 0)
    default: throw raise(.valueError, "Invalid filter ID: \(filter.id)")
    }
    return dict.value
  }
}

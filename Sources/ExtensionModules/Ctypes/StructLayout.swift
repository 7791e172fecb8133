// Where the members of a struct lie, by the rules of GCC with CPython's own for bit fields.

import TaipanRuntime

/// The state of laying out the members of one class.
struct StructLayout {
  let isSwapped: Bool
  /// `_pack_`; 0 without.
  let pack: Int
  var size = 0
  var offset = 0
  /// Of the last member.
  var alignment = 0
  /// More bytes than can be counted.
  private(set) var isTooLarge = false
  /// Bits of the open storage unit of bit fields, 0 for none, and how many are taken.
  private var unitBits = 0
  private var takenBits = 0

  init(isSwapped: Bool, pack: Int) {
    self.isSwapped = isSwapped
    self.pack = pack
  }

  /// Gives a member its place.
  mutating func place(_ field: Field, _ info: CTypeInfo, bits: Int) {
    if bits == 0 {
      (unitBits, takenBits) = (0, 0)
      align(info)
      field.p.pointee.offset = offset
      advance(info.size)
      return
    }
    field.p.pointee.bitCount = bits
    let width = info.size * 8
    if unitBits > 0, width <= unitBits, takenBits + bits <= unitBits {
      setLowBit(field, bits)
      field.p.pointee.offset = offset - info.size
    } else if unitBits > 0, width >= unitBits, takenBits + bits <= width {
      // The open unit becomes a larger one.
      advance(info.size - unitBits / 8)
      unitBits = width
      setLowBit(field, bits)
      field.p.pointee.offset = offset - info.size
    } else {
      (unitBits, takenBits) = (width, 0)
      setLowBit(field, bits)
      align(info)
      field.p.pointee.offset = offset
      advance(info.size)
    }
    takenBits += bits
  }

  private func setLowBit(_ field: Field, _ bits: Int) {
    field.p.pointee.lowBit = isSwapped ? unitBits - takenBits - bits : takenBits
  }

  private mutating func align(_ info: CTypeInfo) {
    let natural = info.p.pointee.alignment
    alignment = pack > 0 ? min(pack, natural) : natural
    if alignment > 0, offset % alignment != 0 { advance(alignment - offset % alignment) }
  }

  private mutating func advance(_ count: Int) {
    let (end, isTooLarge) = size.addingReportingOverflow(count)
    if isTooLarge {
      self.isTooLarge = true
      return
    }
    size = end
    offset += count
  }
}

/// How structs are passed by value: as the machine's rules see them, in two words or in memory.
enum StructurePassing {
  private enum WordClass {
    case none, integer, float, longDouble
  }

  /// Makes the `ffi_type` of a struct or union whose members are known.
  static func describe(_ info: CTypeInfo) {
    let library = Libffi.shared
    let room = MemoryLayout<FFIType>.stride
    // Call interfaces that were made before the members were known have its address.
    let memory =
      info.p.pointee.ownedFFI ?? .allocate(byteCount: room + 3 * 8, alignment: 8)
    let elements = (memory + room).assumingMemoryBound(to: FFITypeRef?.self)
    elements.initialize(repeating: nil, count: 3)
    var classes = (WordClass.none, WordClass.none)
    if info.size <= 16 {
      classify(info, 0, &classes)
      elements[0] = element(classes.0, min(8, info.size))
      if info.size > 8, classes.0 != .longDouble { elements[1] = element(classes.1, info.size - 8) }
    } else {
      elements[0] = library.unsigned[3]
    }
    let type = memory.bindMemory(to: FFIType.self, capacity: 1)
    type.initialize(
      to: FFIType(
        size: info.size, alignment: UInt16(truncatingIfNeeded: info.p.pointee.alignment),
        kind: FFIType.structure, elements: elements))
    info.p.pointee.ownedFFI = memory
    info.p.pointee.ffi = type
  }

  private static func element(_ kind: WordClass, _ count: Int) -> FFITypeRef {
    let library = Libffi.shared
    switch kind {
    case .longDouble: return library.longDouble
    case .float: return count <= 4 ? library.float : library.double
    case .none, .integer:
      switch count {
      case 0, 1: return library.unsigned[0]
      case 2: return library.unsigned[1]
      case 3, 4: return library.unsigned[2]
      default: return library.unsigned[3]
      }
    }
  }

  /// Notes what lies in the words of a value at an offset.
  private static func classify(
    _ info: CTypeInfo, _ offset: Int, _ classes: inout (WordClass, WordClass)
  ) {
    switch info.kind {
    case .structure, .union:
      if info.p.pointee.fields.isAbsent { return }
      let fields = ListRef(info.p.pointee.fields)
      for i in 0..<fields.count {
        let field = Field(fields[i]).p.pointee
        guard let fieldInfo = CTypeInfo.of(class: field.type) else { continue }
        classify(fieldInfo, offset + field.offset, &classes)
      }
    case .array:
      guard let item = CTypeInfo.of(class: info.p.pointee.item), item.size > 0 else { return }
      for i in 0..<info.p.pointee.length { classify(item, offset + i * item.size, &classes) }
    case .simple, .pointer, .function:
      let kind: WordClass =
        switch UnicodeScalar(info.code) {
        case "f", "d": .float
        case "g": .longDouble
        default: .integer
        }
      if offset < 8 { merge(&classes.0, kind) } else { merge(&classes.1, kind) }
    }
  }

  private static func merge(_ old: inout WordClass, _ new: WordClass) {
    if old == .none || new == .integer { old = new }
  }
}

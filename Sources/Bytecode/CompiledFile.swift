// `.pyc` files: sixteen bytes that say what the code was compiled from (PEP 552), then the code object.

/// The header of a `.pyc` file.
public struct CompiledFileHeader: Equatable {
  /// How to see that the source has changed since.
  public enum Validation: Equatable {
    /// Seconds since 1970 and size in bytes of the source, both cut to 32 bits.
    case timestamp(modified: UInt32, size: UInt32)
    /// SipHash-1-3 of the source. An unchecked file is used whatever the source says.
    case hash([UInt8], isChecked: Bool)
  }

  /// `importlib.util.MAGIC_NUMBER` of CPython 3.13.
  public static let magic: [UInt8] = [0xF3, 0x0D, 0x0D, 0x0A]
  public static let size = 16

  public var validation: Validation

  public init(_ validation: Validation) { self.validation = validation }

  /// Nil for files of other versions of Python and for flags that this one does not define.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count >= CompiledFileHeader.size,
      Array(bytes[0..<4]) == CompiledFileHeader.magic
    else { return nil }
    func word(_ offset: Int) -> UInt32 {
      bytes[offset..<offset + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
    switch word(4) {
    case 0: validation = .timestamp(modified: word(8), size: word(12))
    case 1: validation = .hash(Array(bytes[8..<16]), isChecked: false)
    case 3: validation = .hash(Array(bytes[8..<16]), isChecked: true)
    default: return nil
    }
  }

  public var bytes: [UInt8] {
    func word(_ value: UInt32) -> [UInt8] {
      (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }
    switch validation {
    case .timestamp(let modified, let size):
      return CompiledFileHeader.magic + word(0) + word(modified) + word(size)
    case .hash(let hash, let isChecked):
      return CompiledFileHeader.magic + word(isChecked ? 3 : 1) + hash
    }
  }
}

public enum CompiledFile {
  public static func bytes(_ header: CompiledFileHeader, _ unit: CodeUnit) -> [UInt8] {
    header.bytes + MarshalWriter.bytes(of: unit)
  }

  /// The code of a `.pyc` file; nil if its header is not this version's.
  public static func read(
    _ bytes: [UInt8]
  ) throws(MarshalFailure) -> (header: CompiledFileHeader, unit: CodeUnit)? {
    guard let header = CompiledFileHeader(bytes) else { return nil }
    return (header, try MarshalReader.codeUnit(from: bytes, at: CompiledFileHeader.size))
  }
}

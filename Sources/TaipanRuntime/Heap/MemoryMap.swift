// Where the runtime's fixed memory lies.
//
// Singletons, builtin types and shapes live below 4 GB at addresses known to the compiler:
// `x is None` is a compare with an immediate, a shape id is the shape's own address, and the test
// for an exact builtin type is one 32-bit compare.

@frozen public enum MemoryMap {
  /// Start of the region; free in position-independent programs on Linux.
  @inlinable public static var base: UInt { 0x1000_0000 }
  @inlinable public static var singletons: UInt { base }
  @inlinable public static var threadState: UInt { base + 0x1000 }
  @inlinable public static var heapState: UInt { base + 0x2000 }
  /// 256 words.
  static var byteSingletons: UInt { base + 0x8000 }
  /// Heads of `Recycling`'s lists.
  @inlinable public static var recycled: UInt { base + 0x9000 }
  @inlinable public static var builtinTypes: UInt { base + 0x1_0000 }
  @inlinable public static var builtinTypeStride: UInt { 1024 }
  @inlinable public static var builtinShapes: UInt { base + 0x9_0000 }
  @inlinable public static var dynamicShapes: UInt { base + 0xA_0000 }
  @inlinable public static var shapesEnd: UInt { base + 0x07F0_0000 }
  /// `TypeRef.lookup`'s and `AttributeCache`'s tables: zero at first, which is an entry of no type.
  @inlinable public static var lookupCache: UInt { shapesEnd }
  @inlinable public static var attributeCache: UInt { shapesEnd + 0x8_0000 }
  /// Where a start image is mapped (`StartImage`), behind the region, and how large one may be.
  static var image: UInt { base + size }
  static var imageSize: UInt { 0x0400_0000 }
  /// The same for a library image (`LibraryImage`).
  static var libraryImage: UInt { image + imageSize }
  static var libraryImageSize: UInt { 0x0400_0000 }
  /// Size of the region in bytes; reserved only, pages are touched as they are used.
  @inlinable public static var size: UInt { 0x0800_0000 }
}

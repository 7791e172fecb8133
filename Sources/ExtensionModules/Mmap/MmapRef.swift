// `mmap.mmap`: a mapped file or anonymous memory.
//
// The mapping belongs to a region, a heap object of its own: views keep the region, so that a map that is closed
// or resized leaves its memory to them.

import Glibc
import TaipanRuntime

struct MmapRegionLayout {
  var header: Header
  var start: UnsafeMutablePointer<UInt8>?
  var count: Int
}

struct MmapRegion: TypedRef {
  let p: UnsafeMutablePointer<MmapRegionLayout>
  private static let type = NativeTypes.make(
    TypeSpec(
      "mmap._region", size: MemoryLayout<MmapRegionLayout>.size, flags: [.noInstantiation],
      releaser: { MmapRegion($0).unmap() }))

  static func make(_ start: UnsafeMutableRawPointer, _ count: Int) -> MmapRegion {
    let object = Instances.allocate(type)
    let region = MmapRegion(object)
    region.p.pointee.start = start.assumingMemoryBound(to: UInt8.self)
    region.p.pointee.count = count
    Heap.releaseWhenDead(object)
    return region
  }

  func unmap() {
    guard let start = p.pointee.start else { return }
    munmap(start, p.pointee.count)
    p.pointee.start = nil
  }
}

struct MmapLayout {
  var header: Header
  /// Absent once closed.
  var region: Value
  var position: Int
  var offset: Int
  var access: Int
  /// A duplicate of the file's descriptor; -1 for anonymous memory and where none is kept.
  var descriptor: Int
  var flags: Int32
  var protection: Int32
  var keepsDescriptor: Bool
  /// Views may hold the region.
  var isShown: Bool
}

struct MmapRef: TypedRef {
  let p: UnsafeMutablePointer<MmapLayout>

  static func release(_ object: ObjectRef) { MmapRef(object).closeDescriptor() }

  func closeDescriptor() {
    if p.pointee.descriptor >= 0 { Glibc.close(Int32(p.pointee.descriptor)) }
    p.pointee.descriptor = -1
  }

  /// The mapped memory.
  ///
  /// - Throws: ValueError for a closed map.
  func memory() throws(Raised) -> UnsafeMutableBufferPointer<UInt8> {
    if p.pointee.region.isAbsent { throw raise(.valueError, "mmap closed or invalid") }
    let region = MmapRegion(p.pointee.region)
    return UnsafeMutableBufferPointer(start: region.p.pointee.start, count: region.p.pointee.count)
  }

  /// Bytes that are mapped; 0 for a closed map.
  var count: Int { p.pointee.region.isAbsent ? 0 : MmapRegion(p.pointee.region).p.pointee.count }

  /// The mapped memory to write into.
  ///
  /// - Throws: TypeError for a map that cannot be written.
  func writable() throws(Raised) -> UnsafeMutableBufferPointer<UInt8> {
    let memory = try memory()
    if isReadOnly { throw raise(.typeError, "mmap can't modify a readonly memory map.") }
    return memory
  }

  var isReadOnly: Bool { p.pointee.access == MmapModule.read }

  /// Lets go of the mapping; views keep it.
  func leaveRegion() {
    if p.pointee.region.isPresent, !p.pointee.isShown { MmapRegion(p.pointee.region).unmap() }
    p.pointee.region = .absent
    p.pointee.isShown = false
  }

  /// The memory, for views.
  static func export(_ value: Value, _ isKept: Bool) -> BufferView {
    let ref = MmapRef(value)
    let region = ref.p.pointee.region
    guard region.isPresent, let start = MmapRegion(region).p.pointee.start else {
      let none = UnsafeMutablePointer<UInt8>(bitPattern: 16).unsafelyUnwrapped
      return BufferView(data: none, byteCount: 0, owner: value)
    }
    if isKept { ref.p.pointee.isShown = true }
    var view = BufferView(data: start, byteCount: MmapRegion(region).p.pointee.count, owner: region)
    view.isReadOnly = ref.isReadOnly
    return view
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Bump allocation for trivial nodes: chunks that grow, freed all at once.
@usableFromInline
final class Arena {
  private var next: UnsafeMutableRawPointer
  private var limit: UnsafeMutableRawPointer
  private var chunks: [UnsafeMutableRawPointer] = []
  private var chunkSize = 16 << 10

  @usableFromInline init() {
    next = UnsafeMutableRawPointer(bitPattern: 8)!
    limit = next
  }

  deinit {
    for chunk in chunks { free(chunk) }
  }

  @inline(__always)
  func allocate<Node>(_ type: Node.Type) -> UnsafeMutablePointer<Node> {
    allocate(bytes: MemoryLayout<Node>.size).assumingMemoryBound(to: Node.self)
  }

  /// Memory aligned to eight bytes.
  @inline(__always)
  func allocate(bytes: Int) -> UnsafeMutableRawPointer {
    let size = (bytes + 7) & ~7
    if limit - next < size { return allocateInNewChunk(size) }
    let address = next
    next += size
    return address
  }

  @inline(never)
  private func allocateInNewChunk(_ size: Int) -> UnsafeMutableRawPointer {
    if size > chunkSize / 4 {
      let chunk = malloc(size)!
      chunks.append(chunk)
      return chunk
    }
    let chunk = malloc(chunkSize)!
    chunks.append(chunk)
    next = chunk + size
    limit = chunk + chunkSize
    chunkSize = min(chunkSize * 2, 1 << 20)
    return chunk
  }

  /// A list whose elements `fill` initialises, all of them.
  @inline(__always)
  func list<Element>(
    count: Int, fill: (UnsafeMutablePointer<Element>) -> Void
  ) -> NodeList<Element> {
    if count == 0 { return NodeList() }
    let header = NodeList<Element>.headerSize
    let storage = allocate(bytes: header + count * MemoryLayout<Element>.stride)
    storage.assumingMemoryBound(to: Int.self).pointee = count
    fill((storage + header).assumingMemoryBound(to: Element.self))
    return NodeList(storage: storage)
  }
}

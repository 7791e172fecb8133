// When the C library's memory goes back to the system.

@_silgen_name("malloc_trim") private func malloc_trim(_ kept: Int) -> Int32

enum Malloc {
  /// Gives free pages back.
  static func trim() { _ = malloc_trim(0) }
}

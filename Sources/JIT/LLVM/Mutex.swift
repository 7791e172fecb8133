import Glibc

/// A mutex of the C library at an address of its own.
final class Mutex {
  let pointer = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

  init() { reset() }

  deinit {
    pthread_mutex_destroy(pointer)
    pointer.deallocate()
  }

  /// Makes it anew: for a forked child, where its owner does not exist.
  func reset() {
    pointer.initialize(to: pthread_mutex_t())
    pthread_mutex_init(pointer, nil)
  }

  func withLock<R, E: Error>(_ body: () throws(E) -> R) throws(E) -> R {
    pthread_mutex_lock(pointer)
    defer { pthread_mutex_unlock(pointer) }
    return try body()
  }
}

// Names of compiled functions for `perf`, which reads them from /tmp/perf-PID.map.

import Glibc

/// The map of this process; made by the first line.
public enum PerfMap {
  private static let mutex = Mutex()

  /// Adds a function. One that is gone stays listed: the format cannot say otherwise, and `perf` takes the
  /// last line for an address.
  public static func add(_ name: String, address: UInt, size: Int) {
    let line = "\(String(address, radix: 16)) \(String(size, radix: 16)) \(name)\n"
    mutex.withLock {
      // Opened each time, as a forked child has another file. A link someone else put there is not followed.
      let descriptor = open(
        "/tmp/perf-\(getpid()).map", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
      guard descriptor >= 0 else { return }
      defer { close(descriptor) }
      var line = line
      _ = line.withUTF8 { write(descriptor, $0.baseAddress, $0.count) }
    }
  }

  /// Adds the entries of a module.
  public static func add(_ code: CompiledCode) {
    for function in code.functions {
      add("py::\(function.name)", address: function.address, size: function.size)
    }
  }
}

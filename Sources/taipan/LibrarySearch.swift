// Where the standard library lies: TAIPAN_STDLIB, the private prefix of Tools/setup, the system's 3.13.

import CoreModules
import Glibc

enum LibrarySearch {
  private static func environment(_ name: String) -> String? {
    guard let text = getenv(name) else { return nil }
    let string = String(cString: text)
    return string.isEmpty ? nil : string
  }

  static func find() -> String? {
    var candidates: [String] = []
    if let folder = environment("TAIPAN_STDLIB") { candidates.append(folder) }
    let cache = environment("XDG_CACHE_HOME") ?? environment("HOME").map { "\($0)/.cache" }
    if let prefix = environment("TAIPAN_REFERENCE") ?? cache.map({ "\($0)/taipan/cpython-3.13" }) {
      candidates.append("\(prefix)/usr/lib/python3.13")
    }
    candidates += ["/usr/lib/python3.13", "/usr/local/lib/python3.13"]
    return candidates.first { access("\($0)/os.py", R_OK) == 0 }
  }

  static func prefix(_ library: String) -> String {
    let suffix = "/lib/python3.13"
    return library.hasSuffix(suffix) ? String(library.dropLast(suffix.count)) : "/usr"
  }

  static func initialPath(_ library: String?, _ configuration: SysModule.Configuration) -> [String]
  {
    var path: [String] = []
    if !configuration.ignoreEnvironment, !configuration.isIsolated,
      let extra = environment("PYTHONPATH")
    {
      path += extra.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    }
    if let library { path.append(library) }
    return path
  }
}

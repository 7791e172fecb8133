// Functions of `wchar.h` and `libintl.h`, which Swift's module of the C library leaves out.

import Glibc

enum LibraryFunctions {
  typealias Text = UnsafePointer<CChar>
  typealias WideText = UnsafePointer<wchar_t>

  static let collate: @convention(c) (WideText, WideText) -> Int32 = find("wcscoll")
  static let transform: @convention(c) (UnsafeMutablePointer<wchar_t>, WideText, Int) -> Int =
    find("wcsxfrm")
  static let translate: @convention(c) (Text?, Text, Int32) -> Text? = find("dcgettext")
  static let domain: @convention(c) (Text?) -> Text? = find("textdomain")
  static let bind: @convention(c) (Text, Text?) -> Text? = find("bindtextdomain")
  static let bindCodeset: @convention(c) (Text, Text?) -> Text? = find("bind_textdomain_codeset")

  private static func find<Function>(_ name: StaticString) -> Function {
    let text = UnsafeRawPointer(name.utf8Start).assumingMemoryBound(to: CChar.self)
    guard let address = dlsym(nil, text) else { fatalError("the C library has no \(name)") }
    return unsafeBitCast(address, to: Function.self)
  }

  /// Calls `body` with a C string, or with nothing.
  static func with<Result>(_ text: String?, _ body: (Text?) -> Result) -> Result {
    guard let text else { return body(nil) }
    return text.withCString { body($0) }
  }
}

// Native objects with a state that cannot be stored.

import TaipanRuntime

enum Unpicklable {
  /// Makes `pickle` and `copy` refuse an object.
  static let methods: [NativeMethod] = [
    NativeMethod("__reduce__", "($self, /)", refuse)
  ]

  /// - Throws: TypeError.
  private static func refuse(_ a: Args) throws(Raised) -> Value {
    throw raise(.typeError, "cannot pickle '\(a[0].typeName)' object")
  }
}

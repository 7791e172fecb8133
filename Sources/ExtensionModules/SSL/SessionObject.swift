// `_ssl.SSLSession`: what a later connection of the same context may go on with.

import TaipanRuntime

struct SessionLayout {
  var header: Header
  /// `SSL_SESSION`; nil once freed.
  var session: SSLObject?
  /// The context of its connection.
  var context: Value
}

struct SessionRef: TypedRef {
  let p: UnsafeMutablePointer<SessionLayout>
  private static var library: Libssl { Libssl.shared.unsafelyUnwrapped }

  var session: SSLObject { p.pointee.session.unsafelyUnwrapped }

  /// Takes over a session of the library.
  static func make(_ session: SSLObject, _ context: Value) -> SessionRef {
    let ref = SessionRef(Instances.allocate(SessionObject.type))
    ref.p.pointee.session = session
    ref.p.pointee.context = context
    Heap.releaseWhenDead(ref.object)
    return ref
  }

  static func release(_ object: ObjectRef) {
    library.freeSession(SessionRef(object).p.pointee.session)
    SessionRef(object).p.pointee.session = nil
  }

  /// Lies in the library's memory.
  var id: UnsafeBufferPointer<UInt8> {
    var count: UInt32 = 0
    let start = SessionRef.library.sessionID(session, &count)
    return UnsafeBufferPointer(start: start, count: start == nil ? 0 : Int(count))
  }
}

enum SessionObject {
  private static let methods: [NativeMethod] = [
    NativeMethod("__eq__", "($self, value, /)", { a throws(Raised) in compare(a, wanted: true) }),
    NativeMethod("__ne__", "($self, value, /)", { a throws(Raised) in compare(a, wanted: false) }),
  ]
  private static let getSets: [NativeGetSet] = [
    NativeGetSet("id", id), NativeGetSet("time", time), NativeGetSet("timeout", timeout),
    NativeGetSet("ticket_lifetime_hint", ticketLifetime), NativeGetSet("has_ticket", hasTicket),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "_ssl.SSLSession", size: MemoryLayout<SessionLayout>.size,
      flags: [.noInstantiation, .immutable],
      methods: methods + Unpicklable.methods, getSets: getSets, releaser: SessionRef.release))
  private static var library: Libssl { Libssl.shared.unsafelyUnwrapped }

  private static func compare(_ a: Args, wanted: Bool) -> Value {
    if a[1].type != type { return .notImplemented }
    return Value(SessionRef(a[0]).id.elementsEqual(SessionRef(a[1]).id) == wanted)
  }

  private static func id(_ a: Args) throws(Raised) -> Value {
    let id = SessionRef(a[0]).id
    guard let start = id.baseAddress else { return BytesRef.empty.value }
    return BytesRef.make(start, count: id.count).value
  }
  private static func time(_ a: Args) throws(Raised) -> Value {
    Value(library.sessionTime(SessionRef(a[0]).session))
  }
  private static func timeout(_ a: Args) throws(Raised) -> Value {
    Value(library.sessionTimeout(SessionRef(a[0]).session))
  }
  private static func ticketLifetime(_ a: Args) throws(Raised) -> Value {
    Value(library.ticketLifetime(SessionRef(a[0]).session))
  }
  private static func hasTicket(_ a: Args) throws(Raised) -> Value {
    Value(library.hasTicket(SessionRef(a[0]).session) != 0)
  }
}

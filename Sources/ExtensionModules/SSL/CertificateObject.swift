// `_ssl.Certificate`.

import TaipanRuntime

struct CertificateLayout {
  var header: Header
  /// `X509`; nil once freed.
  var certificate: SSLObject?
}

struct CertificateRef: TypedRef {
  let p: UnsafeMutablePointer<CertificateLayout>
  private static var library: LibcryptoCertificates {
    LibcryptoCertificates.shared.unsafelyUnwrapped
  }

  var certificate: SSLObject { p.pointee.certificate.unsafelyUnwrapped }

  /// Shares a certificate of the library.
  static func make(_ certificate: SSLObject) -> CertificateRef {
    _ = library.retain(certificate)
    let ref = CertificateRef(Instances.allocate(CertificateObject.type))
    ref.p.pointee.certificate = certificate
    Heap.releaseWhenDead(ref.object)
    return ref
  }

  static func release(_ object: ObjectRef) {
    library.free(CertificateRef(object).p.pointee.certificate)
    CertificateRef(object).p.pointee.certificate = nil
  }

  /// Those of a stack of the library.
  static func list(_ stack: SSLObject) -> ListRef {
    let list = ListRef.make()
    for i in 0..<library.stackCount(stack) {
      if let certificate = library.stackItem(stack, i) {
        list.append(make(certificate).value)
      }
    }
    return list
  }
}

enum CertificateObject {
  private static let methods: [NativeMethod] = [
    NativeMethod("__eq__", "($self, value, /)", { a throws(Raised) in compare(a, wanted: true) }),
    NativeMethod("__ne__", "($self, value, /)", { a throws(Raised) in compare(a, wanted: false) }),
    NativeMethod("__hash__", "($self, /)", hash),
    NativeMethod("__repr__", "($self, /)", repr),
    NativeMethod("get_info", "($self, /)", getInfo),
    NativeMethod("public_bytes", "($self, /, format=Encoding.PEM)", publicBytes),
  ]
  static let type = NativeTypes.make(
    TypeSpec(
      "_ssl.Certificate", size: MemoryLayout<CertificateLayout>.size,
      flags: [.noInstantiation, .immutable], traceKind: .none,
      methods: methods + Unpicklable.methods, releaser: CertificateRef.release))
  private static var library: LibcryptoCertificates {
    LibcryptoCertificates.shared.unsafelyUnwrapped
  }
  static let (pem, der) = (1, 2)

  private static func compare(_ a: Args, wanted: Bool) -> Value {
    if a[1].type != type { return .notImplemented }
    let order = library.compare(CertificateRef(a[0]).certificate, CertificateRef(a[1]).certificate)
    return Value((order == 0) == wanted)
  }

  private static func hash(_ a: Args) throws(Raised) -> Value {
    Value(Int(bitPattern: library.subjectHash(CertificateRef(a[0]).certificate)))
  }

  private static func repr(_ a: Args) throws(Raised) -> Value {
    let name = try CertificateText.subject(CertificateRef(a[0]).certificate)
    return messageText("<\(a[0].typeName) '", name, "'>")
  }

  private static func getInfo(_ a: Args) throws(Raised) -> Value {
    try CertificateDecoding.dict(CertificateRef(a[0]).certificate).value
  }

  private static func publicBytes(_ a: Args) throws(Raised) -> Value {
    let certificate = CertificateRef(a[0]).certificate
    switch a.count > 1 && a[1].isPresent ? try Convert.cInt(a[1]) : pem {
    case pem:
      return try CertificateText.make { stream in
        LibcryptoCertificates.shared.unsafelyUnwrapped.writeCertificate(stream, certificate)
      }
    case der: return try CertificateDecoding.der(certificate)
    default: throw raise(.valueError, "Unsupported format")
    }
  }
}

// Certificates as dicts of tuples, and in DER.

import TaipanRuntime

/// Text that the library prints.
enum CertificateText {
  private static var library: LibcryptoCertificates {
    LibcryptoCertificates.shared.unsafelyUnwrapped
  }

  /// - Throws: SSLError where the library fails; UnicodeDecodeError for text that is none.
  static func make(_ print: (_ stream: SSLObject) -> Int32) throws(Raised) -> Value {
    let streams = LibcryptoStreams.shared.unsafelyUnwrapped
    guard let stream = streams.new(streams.memoryKind()) else { throw raise(.memoryError) }
    defer { _ = streams.free(stream) }
    if print(stream) <= 0 { throw SSLErrors.fromLibrary(nil) }
    let count = streams.pending(stream)
    let bytes = BytesRef.make(count: count)
    _ = streams.read(stream, bytes.data, Int32(clamping: count))
    return try Codecs.decode(bytes.data, count, "utf-8", "strict").value
  }

  /// The subject as one line, the most special part first.
  static func subject(_ certificate: SSLObject) throws(Raised) -> Value {
    guard let name = library.subject(certificate) else { return StrRef.empty.value }
    // XN_FLAG_RFC2253
    let format: UInt = 0x111_0317
    return try make { library.printDistinguishedName($0, name, 0, format) }
  }

  /// The name of an object, or its number with dots; none for an unknown one.
  static func object(_ object: SSLObject, asNumber: Bool) -> Value {
    let count = library.textOfObject(nil, 0, object, asNumber ? 1 : 0)
    if count <= 0 { return .none }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(count) + 1) { room in
      _ = library.textOfObject(room.baseAddress, count + 1, object, asNumber ? 1 : 0)
      return Value(String(cString: room.baseAddress.unsafelyUnwrapped))
    }
  }
}

enum CertificateDecoding {
  private static var library: LibcryptoCertificates {
    LibcryptoCertificates.shared.unsafelyUnwrapped
  }

  /// Numbers of extensions and of kinds of access.
  private enum Number {
    static let alternativeNames: Int32 = 85
    static let distributionPoints: Int32 = 103
    static let informationAccess: Int32 = 177
    static let ocsp: Int32 = 178
    static let issuers: Int32 = 179
  }

  /// Kinds of general names.
  private enum NameKind {
    static let email: Int32 = 1
    static let dns: Int32 = 2
    static let folder: Int32 = 4
    static let uri: Int32 = 6
    static let address: Int32 = 7
    static let registered: Int32 = 8
    static let last: Int32 = 8
  }

  static func der(_ certificate: SSLObject) throws(Raised) -> Value {
    var room: UnsafeMutablePointer<UInt8>?
    let count = library.encode(certificate, &room)
    guard count >= 0, let room else { throw SSLErrors.fromLibrary(nil) }
    defer { LibcryptoStreams.shared.unsafelyUnwrapped.freeMemory(room, nil, 0) }
    return BytesRef.make(room, count: Int(count)).value
  }

  /// What `SSLSocket.getpeercert()` returns.
  ///
  /// - Throws: SSLError where the library fails.
  static func dict(_ certificate: SSLObject) throws(Raised) -> DictRef {
    let dict = DictRef.make()
    if let subject = library.subject(certificate) {
      dict.setStr("subject", try distinguishedName(subject).value)
    }
    if let issuer = library.issuer(certificate) {
      dict.setStr("issuer", try distinguishedName(issuer).value)
    }
    dict.setStr("version", Value(library.version(certificate) + 1))
    if let number = library.serialNumber(certificate) {
      dict.setStr("serialNumber", try CertificateText.make { library.printInteger($0, number) })
    }
    if let time = library.notBefore(certificate) {
      dict.setStr("notBefore", try CertificateText.make { library.printTime($0, time) })
    }
    if let time = library.notAfter(certificate) {
      dict.setStr("notAfter", try CertificateText.make { library.printTime($0, time) })
    }
    let names = try alternativeNames(certificate)
    if names.isPresent { dict.setStr("subjectAltName", names) }
    for (key, kind) in [("OCSP", Number.ocsp), ("caIssuers", Number.issuers)] {
      let places = try accessPlaces(certificate, kind)
      if places.isPresent { dict.setStr(key, places) }
    }
    let points = try distributionPoints(certificate)
    if points.isPresent { dict.setStr("crlDistributionPoints", points) }
    return dict
  }

  // MARK: Names

  /// A tuple of relative names, each a tuple of pairs.
  private static func distinguishedName(_ name: SSLObject) throws(Raised) -> TupleRef {
    let parts = ListRef.make()
    var part = ListRef.make()
    var level: Int32 = -1
    for i in 0..<library.entryCount(name) {
      guard let entry = library.entry(name, i) else { continue }
      let set = library.entrySet(entry)
      if level >= 0, set != level {
        parts.append(part.toTuple().value)
        part = ListRef.make()
      }
      level = set
      part.append(try attribute(entry))
    }
    if part.count > 0 { parts.append(part.toTuple().value) }
    return parts.toTuple()
  }

  private static func attribute(_ entry: SSLObject) throws(Raised) -> Value {
    guard let object = library.entryObject(entry), let data = library.entryData(entry) else {
      throw SSLErrors.fromLibrary(nil)
    }
    let name = CertificateText.object(object, asNumber: false)
    let bitString: Int32 = 3
    if library.stringKind(data) == bitString {
      return TupleRef.of(name, bytes(data)).value
    }
    var text: UnsafeMutablePointer<UInt8>?
    let count = library.stringToUTF8(&text, data)
    guard count >= 0, let text else { throw SSLErrors.fromLibrary(nil) }
    defer { LibcryptoStreams.shared.unsafelyUnwrapped.freeMemory(text, nil, 0) }
    return TupleRef.of(name, try Codecs.decode(text, Int(count), "utf-8", "strict").value).value
  }

  /// The bytes of an ASN.1 string.
  private static func content(_ string: SSLObject) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(
      start: library.stringData(string), count: Int(max(0, library.stringLength(string))))
  }

  private static func bytes(_ string: SSLObject) -> Value {
    let content = content(string)
    guard let start = content.baseAddress else { return BytesRef.empty.value }
    return BytesRef.make(start, count: content.count).value
  }

  private static func text(_ string: SSLObject) throws(Raised) -> Value {
    let content = content(string)
    guard let start = content.baseAddress else { return StrRef.empty.value }
    return try Codecs.decode(start, content.count, "utf-8", "strict").value
  }

  // MARK: Extensions

  /// `GENERAL_NAME`: a kind and a pointer.
  private static func generalName(_ name: SSLObject) -> (kind: Int32, content: SSLObject?) {
    (name.load(as: Int32.self), name.load(fromByteOffset: 8, as: SSLObject?.self))
  }

  /// Pairs of kind and name; absent without the extension.
  private static func alternativeNames(_ certificate: SSLObject) throws(Raised) -> Value {
    guard
      let names = library.extensionContent(certificate, Number.alternativeNames, nil, nil)
    else { return .absent }
    defer { library.freeNames(names) }
    let list = ListRef.make()
    for i in 0..<library.stackCount(names) {
      guard let name = library.stackItem(names, i) else { continue }
      list.append(try pair(name).value)
    }
    return list.toTuple().value
  }

  private static func pair(_ name: SSLObject) throws(Raised) -> TupleRef {
    let (kind, content) = generalName(name)
    guard let content else { throw SSLErrors.fromLibrary(nil) }
    switch kind {
    case NameKind.folder:
      return TupleRef.of(Value("DirName"), try distinguishedName(content).value)
    case NameKind.email: return TupleRef.of(Value("email"), try text(content))
    case NameKind.dns: return TupleRef.of(Value("DNS"), try text(content))
    case NameKind.uri: return TupleRef.of(Value("URI"), try text(content))
    case NameKind.registered:
      let number = CertificateText.object(content, asNumber: true)
      return TupleRef.of(Value("Registered ID"), number.isNone ? Value("<INVALID>") : number)
    case NameKind.address: return TupleRef.of(Value("IP Address"), Value(address(content)))
    default: return try printed(name, kind)
    }
  }

  /// As the library prints it, divided at the first colon.
  private static func printed(_ name: SSLObject, _ kind: Int32) throws(Raised) -> TupleRef {
    if kind < 0 || kind > NameKind.last {
      try Warnings.warn(.runtimeWarning, "Unknown general name type \(kind)")
    }
    let line = StrRef(try CertificateText.make { library.printName($0, name) })
    for i in 0..<line.count where line[i] == 58 {
      return TupleRef.of(line.slice(0, i).value, line.slice(i + 1, line.count).value)
    }
    throw raise(
      .valueError, messageText("Invalid value ", try Convert.repr(line.value).value, ""))
  }

  private static func address(_ string: SSLObject) -> String {
    let bytes = content(string)
    switch bytes.count {
    case 4: return bytes.map { String($0) }.joined(separator: ".")
    case 16:
      return stride(from: 0, to: 16, by: 2).map { i in
        String(UInt16(bytes[i]) << 8 | UInt16(bytes[i + 1]), radix: 16, uppercase: true)
      }.joined(separator: ":")
    default: return "<invalid>"
    }
  }

  /// The addresses that an extension gives for one kind of access; absent if there are none.
  private static func accessPlaces(_ certificate: SSLObject, _ kind: Int32) throws(Raised) -> Value
  {
    guard
      let stack = library.extensionContent(certificate, Number.informationAccess, nil, nil)
    else { return .absent }
    defer { library.freeAccess(stack) }
    let list = ListRef.make()
    for i in 0..<library.stackCount(stack) {
      // `ACCESS_DESCRIPTION`: an object and a general name.
      guard let item = library.stackItem(stack, i),
        let method = item.load(as: SSLObject?.self),
        let place = item.load(fromByteOffset: 8, as: SSLObject?.self),
        library.numberOfObject(method) == kind
      else { continue }
      try appendAddress(place, to: list)
    }
    return list.count == 0 ? .absent : list.toTuple().value
  }

  /// The addresses of revocation lists; absent if there are none.
  private static func distributionPoints(_ certificate: SSLObject) throws(Raised) -> Value {
    guard
      let stack = library.extensionContent(certificate, Number.distributionPoints, nil, nil)
    else { return .absent }
    defer { library.freePoints(stack) }
    let list = ListRef.make()
    for i in 0..<library.stackCount(stack) {
      // `DIST_POINT` begins with a name, `DIST_POINT_NAME` with a kind (0: full names) and a stack.
      guard let point = library.stackItem(stack, i),
        let name = point.load(as: SSLObject?.self),
        name.load(as: Int32.self) == 0,
        let names = name.load(fromByteOffset: 8, as: SSLObject?.self)
      else { continue }
      for j in 0..<library.stackCount(names) {
        if let place = library.stackItem(names, j) { try appendAddress(place, to: list) }
      }
    }
    return list.count == 0 ? .absent : list.toTuple().value
  }

  private static func appendAddress(_ name: SSLObject, to list: ListRef) throws(Raised) {
    let (kind, content) = generalName(name)
    if kind == NameKind.uri, let content { list.append(try text(content)) }
  }
}

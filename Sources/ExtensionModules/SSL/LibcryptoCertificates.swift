// The functions of OpenSSL's libcrypto for certificates. Declared here, not by its headers: the library is
// loaded at run time, and these signatures belong to its stable interface (3.x).

import TaipanRuntime

final class LibcryptoCertificates {
  typealias CText = UnsafePointer<CChar>
  typealias Bytes = UnsafePointer<UInt8>
  typealias Room = UnsafeMutablePointer<UInt8>

  // Certificates
  let free: @convention(c) (SSLObject?) -> Void
  let retain: @convention(c) (SSLObject) -> Int32
  let compare: @convention(c) (SSLObject, SSLObject) -> Int32
  let subjectHash: @convention(c) (SSLObject) -> UInt
  let subject: @convention(c) (SSLObject) -> SSLObject?
  let issuer: @convention(c) (SSLObject) -> SSLObject?
  let version: @convention(c) (SSLObject) -> Int
  let serialNumber: @convention(c) (SSLObject) -> SSLObject?
  let notBefore: @convention(c) (SSLObject) -> SSLObject?
  let notAfter: @convention(c) (SSLObject) -> SSLObject?
  let extensionContent:
    @convention(c) (SSLObject, Int32, UnsafeMutablePointer<Int32>?, UnsafeMutablePointer<Int32>?) ->
      SSLObject?
  let isAuthority: @convention(c) (SSLObject) -> Int32
  let encode: @convention(c) (SSLObject, UnsafeMutablePointer<Room?>?) -> Int32
  let verifyErrorText: @convention(c) (Int) -> CText?
  let freeNames: @convention(c) (SSLObject?) -> Void
  let freeAccess: @convention(c) (SSLObject?) -> Void
  let freePoints: @convention(c) (SSLObject?) -> Void
  let printName: @convention(c) (SSLObject, SSLObject) -> Int32

  // Distinguished names
  let entryCount: @convention(c) (SSLObject) -> Int32
  let entry: @convention(c) (SSLObject, Int32) -> SSLObject?
  let entrySet: @convention(c) (SSLObject) -> Int32
  let entryObject: @convention(c) (SSLObject) -> SSLObject?
  let entryData: @convention(c) (SSLObject) -> SSLObject?
  let printDistinguishedName: @convention(c) (SSLObject, SSLObject, Int32, UInt) -> Int32

  // Stores and rules of verification
  let addToStore: @convention(c) (SSLObject, SSLObject) -> Int32
  let storeObjects: @convention(c) (SSLObject) -> SSLObject?
  let objectKind: @convention(c) (SSLObject) -> Int32
  let objectCertificate: @convention(c) (SSLObject) -> SSLObject?
  let setVerifyFlags: @convention(c) (SSLObject, UInt) -> Int32
  let clearVerifyFlags: @convention(c) (SSLObject, UInt) -> Int32
  let verifyFlags: @convention(c) (SSLObject) -> UInt
  let setHostFlags: @convention(c) (SSLObject, UInt32) -> Void
  let setHost: @convention(c) (SSLObject, CText, Int) -> Int32
  let setAddress: @convention(c) (SSLObject, Bytes?, Int) -> Int32
  let defaultFileVariable: @convention(c) () -> CText
  let defaultFile: @convention(c) () -> CText
  let defaultFolderVariable: @convention(c) () -> CText
  let defaultFolder: @convention(c) () -> CText

  // Files and their encodings
  let readTrustedCertificate:
    @convention(c) (
      SSLObject, UnsafeMutablePointer<SSLObject?>?, Libssl.PasswordCallback?, SSLObject?
    ) -> SSLObject?
  let readCertificate:
    @convention(c) (
      SSLObject, UnsafeMutablePointer<SSLObject?>?, Libssl.PasswordCallback?, SSLObject?
    ) -> SSLObject?
  let decodeCertificate: @convention(c) (SSLObject, UnsafeMutablePointer<SSLObject?>?) -> SSLObject?
  let writeCertificate: @convention(c) (SSLObject, SSLObject) -> Int32
  let readDHParameters:
    @convention(c) (
      SSLObject, UnsafeMutablePointer<SSLObject?>?, Libssl.PasswordCallback?, SSLObject?
    ) -> SSLObject?
  let freeDHParameters: @convention(c) (SSLObject?) -> Void

  // ASN.1
  let stringKind: @convention(c) (SSLObject) -> Int32
  let stringLength: @convention(c) (SSLObject) -> Int32
  let stringData: @convention(c) (SSLObject) -> Bytes?
  let stringToUTF8: @convention(c) (UnsafeMutablePointer<Room?>, SSLObject) -> Int32
  let freeString: @convention(c) (SSLObject?) -> Void
  let addressFromText: @convention(c) (CText) -> SSLObject?
  let printInteger: @convention(c) (SSLObject, SSLObject) -> Int32
  let printTime: @convention(c) (SSLObject, SSLObject) -> Int32
  let stackCount: @convention(c) (SSLObject?) -> Int32
  let stackItem: @convention(c) (SSLObject?, Int32) -> SSLObject?
  let findInStack: @convention(c) (SSLObject, SSLObject) -> Int32

  // Names of objects
  let objectOfText: @convention(c) (CText, Int32) -> SSLObject?
  let objectOfNumber: @convention(c) (Int32) -> SSLObject?
  let numberOfObject: @convention(c) (SSLObject) -> Int32
  let textOfObject: @convention(c) (UnsafeMutablePointer<CChar>?, Int32, SSLObject, Int32) -> Int32
  let numberOfShortName: @convention(c) (CText) -> Int32
  let shortName: @convention(c) (Int32) -> CText?
  let longName: @convention(c) (Int32) -> CText?
  let freeObject: @convention(c) (SSLObject?) -> Void

  /// The loaded library; nil where there is none.
  nonisolated(unsafe) static let shared: LibcryptoCertificates? = {
    guard let library = DynamicLibrary(["libcrypto.so.3"]) else { return nil }
    return try? LibcryptoCertificates(library)
  }()

  private init(_ library: DynamicLibrary) throws(MissingSymbol) {
    free = try library.function("X509_free")
    retain = try library.function("X509_up_ref")
    compare = try library.function("X509_cmp")
    subjectHash = try library.function("X509_subject_name_hash")
    subject = try library.function("X509_get_subject_name")
    issuer = try library.function("X509_get_issuer_name")
    version = try library.function("X509_get_version")
    serialNumber = try library.function("X509_get_serialNumber")
    notBefore = try library.function("X509_get0_notBefore")
    notAfter = try library.function("X509_get0_notAfter")
    extensionContent = try library.function("X509_get_ext_d2i")
    isAuthority = try library.function("X509_check_ca")
    encode = try library.function("i2d_X509")
    verifyErrorText = try library.function("X509_verify_cert_error_string")
    freeNames = try library.function("GENERAL_NAMES_free")
    freeAccess = try library.function("AUTHORITY_INFO_ACCESS_free")
    freePoints = try library.function("CRL_DIST_POINTS_free")
    printName = try library.function("GENERAL_NAME_print")
    entryCount = try library.function("X509_NAME_entry_count")
    entry = try library.function("X509_NAME_get_entry")
    entrySet = try library.function("X509_NAME_ENTRY_set")
    entryObject = try library.function("X509_NAME_ENTRY_get_object")
    entryData = try library.function("X509_NAME_ENTRY_get_data")
    printDistinguishedName = try library.function("X509_NAME_print_ex")
    addToStore = try library.function("X509_STORE_add_cert")
    storeObjects = try library.function("X509_STORE_get0_objects")
    objectKind = try library.function("X509_OBJECT_get_type")
    objectCertificate = try library.function("X509_OBJECT_get0_X509")
    setVerifyFlags = try library.function("X509_VERIFY_PARAM_set_flags")
    clearVerifyFlags = try library.function("X509_VERIFY_PARAM_clear_flags")
    verifyFlags = try library.function("X509_VERIFY_PARAM_get_flags")
    setHostFlags = try library.function("X509_VERIFY_PARAM_set_hostflags")
    setHost = try library.function("X509_VERIFY_PARAM_set1_host")
    setAddress = try library.function("X509_VERIFY_PARAM_set1_ip")
    defaultFileVariable = try library.function("X509_get_default_cert_file_env")
    defaultFile = try library.function("X509_get_default_cert_file")
    defaultFolderVariable = try library.function("X509_get_default_cert_dir_env")
    defaultFolder = try library.function("X509_get_default_cert_dir")
    readTrustedCertificate = try library.function("PEM_read_bio_X509_AUX")
    readCertificate = try library.function("PEM_read_bio_X509")
    decodeCertificate = try library.function("d2i_X509_bio")
    writeCertificate = try library.function("PEM_write_bio_X509")
    readDHParameters = try library.function("PEM_read_bio_DHparams")
    freeDHParameters = try library.function("DH_free")
    stringKind = try library.function("ASN1_STRING_type")
    stringLength = try library.function("ASN1_STRING_length")
    stringData = try library.function("ASN1_STRING_get0_data")
    stringToUTF8 = try library.function("ASN1_STRING_to_UTF8")
    freeString = try library.function("ASN1_OCTET_STRING_free")
    addressFromText = try library.function("a2i_IPADDRESS")
    printInteger = try library.function("i2a_ASN1_INTEGER")
    printTime = try library.function("ASN1_TIME_print")
    stackCount = try library.function("OPENSSL_sk_num")
    stackItem = try library.function("OPENSSL_sk_value")
    findInStack = try library.function("OPENSSL_sk_find")
    objectOfText = try library.function("OBJ_txt2obj")
    objectOfNumber = try library.function("OBJ_nid2obj")
    numberOfObject = try library.function("OBJ_obj2nid")
    textOfObject = try library.function("OBJ_obj2txt")
    numberOfShortName = try library.function("OBJ_sn2nid")
    shortName = try library.function("OBJ_nid2sn")
    longName = try library.function("OBJ_nid2ln")
    freeObject = try library.function("ASN1_OBJECT_free")
  }
}

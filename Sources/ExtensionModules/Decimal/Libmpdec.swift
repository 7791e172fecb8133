// libmpdec (Stefan Krah), the arithmetic of `_decimal`. Its structures and functions are declared here,
// not by its header: the library is loaded when `_decimal` is imported. They are those of versions 2.4
// to 4.0.

import Glibc
import TaipanRuntime

/// `mpd_t`: (-1)^sign * coefficient * 10^exponent, the coefficient in words of 19 digits.
struct MPD {
  var flags: UInt8
  var exponent: Int
  var digits: Int
  var count: Int
  var capacity: Int
  var words: UnsafeMutablePointer<UInt>?

  static let negative: UInt8 = 1
  static let infinite: UInt8 = 2
  static let quietNaN: UInt8 = 4
  static let signalingNaN: UInt8 = 8
  static let anyNaN: UInt8 = 12
  static let special: UInt8 = 14
  /// The structure, and its words, are not the library's to free.
  static let isStatic: UInt8 = 16
  static let hasStaticWords: UInt8 = 32

  @inline(__always) var isNegative: Bool { flags & MPD.negative != 0 }
  @inline(__always) var isSpecial: Bool { flags & MPD.special != 0 }
  @inline(__always) var isNaN: Bool { flags & MPD.anyNaN != 0 }
  @inline(__always) var isSignalingNaN: Bool { flags & MPD.signalingNaN != 0 }
  @inline(__always) var isInfinite: Bool { flags & MPD.infinite != 0 }
  @inline(__always) var isZero: Bool {
    !isSpecial && words.unsafelyUnwrapped[count - 1] == 0
  }
}

/// `mpd_context_t`.
struct MPDContext {
  var precision: Int
  var maximum: Int
  var minimum: Int
  var traps: UInt32
  var status: UInt32
  var newTraps: UInt32
  var rounding: Int32
  var clamp: Int32
  var allCorrectlyRounded: Int32
}

/// `mpd_spec_t`: a parsed format. Version 4 put a field in front of the fill character, so where that
/// lies is found out when the library is loaded.
struct MPDFormat {
  private var storage = (0, 0, 0, 0, 0, 0, 0, 0)
  nonisolated(unsafe) private static var fillOffset = 19

  enum Text: Int { case point, separator, grouping }

  /// - Parameter parse: `mpd_parse_fmt_str`.
  static func findOffsets(_ parse: @convention(c) (CNumber, UnsafePointer<CChar>, Int32) -> Int32) {
    var format = MPDFormat()
    let isKnown = parse(&format, "_>9", 1) != 0
    fillOffset = withUnsafeBytes(of: format.storage) {
      isKnown && $0[19] != UInt8(ascii: "_") ? 20 : 19
    }
  }

  /// Sets a fill of one byte.
  mutating func fill(_ byte: UInt8) {
    withUnsafeMutableBytes(of: &storage) {
      $0[MPDFormat.fillOffset] = byte
      $0[MPDFormat.fillOffset + 1] = 0
    }
  }

  /// The text must live as long as the format is used.
  mutating func set(_ text: Text, _ pointer: UnsafePointer<CChar>) {
    let first = (MPDFormat.fillOffset + 5 + 7) & ~7
    withUnsafeMutableBytes(of: &storage) {
      $0.storeBytes(
        of: pointer, toByteOffset: first + text.rawValue * 8, as: UnsafePointer<CChar>.self)
    }
  }
}

/// Bits of a status.
enum MPDStatus {
  static let clamped: UInt32 = 0x1
  static let conversionSyntax: UInt32 = 0x2
  static let divisionByZero: UInt32 = 0x4
  static let divisionImpossible: UInt32 = 0x8
  static let divisionUndefined: UInt32 = 0x10
  static let inexact: UInt32 = 0x40
  static let invalidContext: UInt32 = 0x80
  static let invalidOperation: UInt32 = 0x100
  static let mallocError: UInt32 = 0x200
  /// Not used by the library: mixing with binary floating point.
  static let floatOperation: UInt32 = 0x400
  static let overflow: UInt32 = 0x800
  static let rounded: UInt32 = 0x1000
  static let subnormal: UInt32 = 0x2000
  static let underflow: UInt32 = 0x4000
  static let all: UInt32 = 0x7FFF
  /// All conditions that the standard calls invalid operation.
  static let anyInvalid: UInt32 = 0x3BA
  static let errors: UInt32 = anyInvalid | divisionByZero
}

typealias Dec = UnsafeMutablePointer<MPD>
typealias DecContext = UnsafePointer<MPDContext>
typealias DecStatus = UnsafeMutablePointer<UInt32>
typealias DecText = UnsafeMutablePointer<CChar>
/// `mpd_t` and `mpd_context_t` as C sees them: Swift's structures have no name there.
typealias CNumber = UnsafeMutableRawPointer
typealias CContext = UnsafeRawPointer
typealias DecUnary = @convention(c) (CNumber, CNumber, CContext, DecStatus) -> Void
typealias DecBinary = @convention(c) (CNumber, CNumber, CNumber, CContext, DecStatus) -> Void
typealias DecTernary =
  @convention(c) (CNumber, CNumber, CNumber, CNumber, CContext, DecStatus) -> Void
typealias DecPlainBinary = @convention(c) (CNumber, CNumber, CNumber) -> Int32
typealias DecTest = @convention(c) (CNumber, CContext) -> Int32

struct Libmpdec {
  // Arithmetic.
  let add, sub, mul, div, divint, rem, remNear, pow, quantize: DecBinary
  let compare, compareSignal, max, maxMag, min, minMag, nextToward: DecBinary
  let and, or, xor, rotate, scaleb, shift: DecBinary
  let minus, plus, abs, exp, ln, log10, nextMinus, nextPlus, reduce, sqrt, logb, invert: DecUnary
  let roundToInt, roundToIntExact: DecUnary
  let fma, powmod, divmod: DecTernary
  let compareTotal, compareTotalMag: DecPlainBinary
  let sameQuantum: @convention(c) (CNumber, CNumber) -> Int32
  let copySign: @convention(c) (CNumber, CNumber, CNumber, DecStatus) -> Int32
  let copyAbs, copyNegate, copy: @convention(c) (CNumber, CNumber, DecStatus) -> Int32
  let order: @convention(c) (CNumber, CNumber, DecStatus) -> Int32
  let finalize: @convention(c) (CNumber, CContext, DecStatus) -> Void
  let isNormal, isSubnormal: DecTest
  let adjustedExponent: @convention(c) (CNumber) -> Int
  let className: @convention(c) (CNumber, CContext) -> UnsafePointer<CChar>
  // Conversion.
  let setString: @convention(c) (CNumber, UnsafePointer<CChar>, CContext, DecStatus) -> Void
  let importWords:
    @convention(c) (CNumber, UnsafePointer<UInt32>, Int, UInt8, UInt32, CContext, DecStatus) -> Void
  let exportWords:
    @convention(c) (
      UnsafeMutablePointer<UnsafeMutablePointer<UInt32>?>, Int, UInt32, CNumber, DecStatus
    ) -> Int
  let toScientific,
    toEngineering: @convention(c) (UnsafeMutablePointer<DecText?>, CNumber, Int32) -> Int
  let parseFormat: @convention(c) (UnsafeMutableRawPointer, UnsafePointer<CChar>, Int32) -> Int32
  let format: @convention(c) (CNumber, UnsafeMutableRawPointer, CContext, DecStatus) -> DecText?
  let validateFormat: @convention(c) (CNumber) -> Int32
  // Memory and contexts.
  let setSpecial: @convention(c) (CNumber, UInt8, UInt8) -> Void
  let release: @convention(c) (CNumber) -> Void
  let maximalContext: @convention(c) (UnsafeMutableRawPointer) -> Void
  let version: @convention(c) () -> UnsafePointer<CChar>

  init(_ library: DynamicLibrary) throws(MissingSymbol) {
    add = try library.function("mpd_qadd")
    sub = try library.function("mpd_qsub")
    mul = try library.function("mpd_qmul")
    div = try library.function("mpd_qdiv")
    divint = try library.function("mpd_qdivint")
    rem = try library.function("mpd_qrem")
    remNear = try library.function("mpd_qrem_near")
    pow = try library.function("mpd_qpow")
    quantize = try library.function("mpd_qquantize")
    compare = try library.function("mpd_qcompare")
    compareSignal = try library.function("mpd_qcompare_signal")
    max = try library.function("mpd_qmax")
    maxMag = try library.function("mpd_qmax_mag")
    min = try library.function("mpd_qmin")
    minMag = try library.function("mpd_qmin_mag")
    nextToward = try library.function("mpd_qnext_toward")
    and = try library.function("mpd_qand")
    or = try library.function("mpd_qor")
    xor = try library.function("mpd_qxor")
    rotate = try library.function("mpd_qrotate")
    scaleb = try library.function("mpd_qscaleb")
    shift = try library.function("mpd_qshift")
    minus = try library.function("mpd_qminus")
    plus = try library.function("mpd_qplus")
    abs = try library.function("mpd_qabs")
    exp = try library.function("mpd_qexp")
    ln = try library.function("mpd_qln")
    log10 = try library.function("mpd_qlog10")
    nextMinus = try library.function("mpd_qnext_minus")
    nextPlus = try library.function("mpd_qnext_plus")
    reduce = try library.function("mpd_qreduce")
    sqrt = try library.function("mpd_qsqrt")
    logb = try library.function("mpd_qlogb")
    invert = try library.function("mpd_qinvert")
    roundToInt = try library.function("mpd_qround_to_int")
    roundToIntExact = try library.function("mpd_qround_to_intx")
    fma = try library.function("mpd_qfma")
    powmod = try library.function("mpd_qpowmod")
    divmod = try library.function("mpd_qdivmod")
    compareTotal = try library.function("mpd_compare_total")
    compareTotalMag = try library.function("mpd_compare_total_mag")
    sameQuantum = try library.function("mpd_same_quantum")
    copySign = try library.function("mpd_qcopy_sign")
    copyAbs = try library.function("mpd_qcopy_abs")
    copyNegate = try library.function("mpd_qcopy_negate")
    copy = try library.function("mpd_qcopy")
    order = try library.function("mpd_qcmp")
    finalize = try library.function("mpd_qfinalize")
    isNormal = try library.function("mpd_isnormal")
    isSubnormal = try library.function("mpd_issubnormal")
    adjustedExponent = try library.function("mpd_adjexp")
    className = try library.function("mpd_class")
    setString = try library.function("mpd_qset_string")
    importWords = try library.function("mpd_qimport_u32")
    exportWords = try library.function("mpd_qexport_u32")
    toScientific = try library.function("mpd_to_sci_size")
    toEngineering = try library.function("mpd_to_eng_size")
    parseFormat = try library.function("mpd_parse_fmt_str")
    format = try library.function("mpd_qformat_spec")
    validateFormat = try library.function("mpd_validate_lconv")
    setSpecial = try library.function("mpd_setspecial")
    release = try library.function("mpd_del")
    maximalContext = try library.function("mpd_maxcontext")
    version = try library.function("mpd_version")
  }

  /// Loads the library: the system's, or the one beside the standard library in use.
  ///
  /// - Throws: ImportError where there is none.
  static func load() throws(Raised) {
    if table != nil { return }
    var names = ["libmpdec.so.4", "libmpdec.so.3"]
    for folder in libraryFolders() {
      names += ["\(folder)/libmpdec.so.4", "\(folder)/libmpdec.so.3"]
    }
    guard let library = DynamicLibrary(names), let functions = try? Libmpdec(library),
      let setMinimum = library.find("mpd_setminalloc", as: (@convention(c) (Int) -> Void).self)
    else { throw DynamicLibrary.missing("_decimal", "libmpdec.so.4") }
    // New coefficients, those on the library's own stack included, begin with this many words.
    setMinimum(DecimalRef.inlineWords)
    MPDFormat.findOffsets(functions.parseFormat)
    let place = UnsafeMutablePointer<Libmpdec>.allocate(capacity: 1)
    place.initialize(to: functions)
    table = UnsafePointer(place)
  }

  /// `…/lib/x86_64-linux-gnu` for a standard library in `…/lib/python3.13`.
  private static func libraryFolders() -> [String] {
    let prefix = DictRef(Imports.modules.getStr("sys").asModuleDict).getStr("prefix")
    guard prefix.isPresent, prefix.isStr else { return [] }
    let folder = "\(StrRef(prefix).text)/lib"
    return ["\(folder)/x86_64-linux-gnu", folder]
  }

  nonisolated(unsafe) fileprivate static var table: UnsafePointer<Libmpdec>?
}

extension Value {
  /// The namespace of a module.
  fileprivate var asModuleDict: Value { ModuleRef(self).dict.value }
}

/// The library's functions; `_decimal` has been imported.
@inline(__always) var mpd: UnsafePointer<Libmpdec> { Libmpdec.table.unsafelyUnwrapped }

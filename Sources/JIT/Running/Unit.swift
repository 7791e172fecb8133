// A compiled function or loop: where it is installed, and what became of its guards.

import RegisterCode
import TaipanRuntime

final class Unit {
  /// A generator's unit is entered by all of its `resume` instructions; the first of them stands for it.
  enum Kind { case function, loop, generator }

  let id: Int
  let kind: Kind
  let name: String
  /// The instruction that enters it.
  let place: UnsafeMutablePointer<UInt64>
  let body: UnsafeMutablePointer<CodeBody>
  /// By frame state.
  var exits: [ExitLayout] = []
  /// By frame state: the instruction whose guard has failed where nothing else is noted; 0 for none.
  var usualPlaces: [Int] = []
  /// By register instruction: how often a guard of it failed.
  var failures: [Int: Int] = [:]
  var failureCount = 0
  /// Those among them whose guards had been moved out of a loop.
  var hoistedFailures: Set<Int> = []
  /// Instructions that had not been run when the unit was built.
  var emptyCaches: Set<Int> = []
  /// What its quickly made code counts down, in rounds of loops and calls, until better code is wanted.
  let counter: UnsafeMutablePointer<Int>
  /// Not 0 once something has changed that its code takes for constant: that leaves where it looks next.
  let validity: UnsafeMutablePointer<Int>
  var roundsUntilBetter = 0
  /// Whether its first code is.
  var isLarge = false
  /// How long it has run, at a guess, and how long it has to until LLVM compiles it.
  var milliseconds = 0.0
  var patience = 0.0
  /// The same where LLVM is in memory for others.
  var patienceBesideOthers = 0.0
  /// Its quickly made code, and the better code that was asked for then.
  var quickJob, betterJob: UnitJob?
  var isInstalled = false
  /// Whether its code was taken out: better code is not needed. Set by the main thread, and read by the
  /// compile thread before it begins.
  private(set) var isObsolete = false

  init(
    id: Int, _ kind: Kind, _ name: String, _ place: UnsafeMutablePointer<UInt64>,
    _ body: UnsafeMutablePointer<CodeBody>
  ) {
    self.id = id
    self.kind = kind
    self.name = name
    self.place = place
    self.body = body
    counter = CodeMemory.shared.addCounter()
    validity = CodeMemory.shared.addCounter()
  }

  /// The instructions that enter it.
  private var entries: [UnsafeMutablePointer<UInt64>] {
    if kind != .generator { return [place] }
    return CodeView.resumePoints(body)
  }

  /// Word that counts while there is no code, and holds its address when there is.
  private func cache(_ place: UnsafeMutablePointer<UInt64>) -> UnsafeMutablePointer<UInt64> {
    place + place.pointee.opcode.extraWords
  }

  private func nativeOpcode(_ place: UnsafeMutablePointer<UInt64>) -> Opcode {
    switch place.pointee.opcode.parent {
    case .enter: return .enterNative
    case .resume: return .resumeNative
    case .jumpBackward: return .jumpBackwardNative
    default: return .forIterBackwardNative
    }
  }

  func install(_ code: UnsafeRawPointer) {
    Tracing.withPlainForm(body) {
      for place in entries {
        cache(place).pointee = UInt64(UInt(bitPattern: code))
        place.pointee = place.pointee.with(nativeOpcode(place))
      }
      if kind == .function { body.pointee.native = code }
    }
    isInstalled = true
  }

  /// What it takes for constant has changed: code of it that runs is left where it looks next.
  func markInvalid() { validity.pointee = 1 }

  /// The interpreter counts again, from `heat`; code that is being made will not be installed.
  func uninstall(heat: UInt64) {
    isObsolete = true
    quickJob = nil
    if !isInstalled { return }
    isInstalled = false
    Tracing.withPlainForm(body) {
      for place in entries {
        place.pointee = place.pointee.with(place.pointee.opcode.parent)
        cache(place).pointee = heat
      }
      if kind == .function { body.pointee.native = nil }
    }
  }

  /// For the log.
  var failedPlaces: String {
    failures.sorted { $0.value > $1.value }.map { place, count in
      "\(UnsafePointer<UInt64>(bitPattern: place)!.pointee.opcode.name) (\(count)x)"
    }.joined(separator: ", ")
  }

  func setHeat(_ heat: UInt64) {
    if isInstalled { return }
    Tracing.withPlainForm(body) {
      for place in entries { cache(place).pointee = heat }
    }
  }
}

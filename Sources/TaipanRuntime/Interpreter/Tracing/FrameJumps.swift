// `frame.f_lineno = line`: a trace function sends its frame somewhere else.

import RegisterCode

enum FrameJumps {
  /// - Throws: ValueError where that is not possible, with the reference's reasons.
  static func setLine(_ frame: FrameRef, _ value: Value) throws(Raised) {
    if value.isAbsent { throw raise(.attributeError, "cannot delete attribute") }
    if !value.isAnyInt { throw raise(.valueError, "lineno must be an integer") }
    try checkEvent(frame)
    guard value.isInt, value.asInt == Int(Int32(truncatingIfNeeded: value.asInt)) else {
      throw raise(.valueError, "lineno out of range")
    }
    let code = CodeRef(frame.p.pointee.code)
    let line = value.asInt
    if line < Int(code.p.pointee.firstLine) {
      throw raise(.valueError, "line \(line) comes before the current code block")
    }
    let lines = CodeType.lineTable(code)
    let count = BytesRef(code.p.pointee.code).count / 2
    guard let wanted = (0..<count).map({ Int(lines[$0]) }).filter({ $0 >= line }).min() else {
      throw raise(.valueError, "line \(line) comes after the current code block")
    }
    guard let registers = FrameType.runningRegisters(frame) else {
      throw raise(.valueError, "f_lineno can only be set in a frame that runs")
    }
    try jump(Frame(registers), code, to: wanted, lines)
  }

  private static func checkEvent(_ frame: FrameRef) throws(Raised) {
    guard let event = Monitoring.Event(rawValue: thread.pointee.event) else {
      throw raise(.valueError, "f_lineno can only be set in a trace function")
    }
    switch event {
    case .resume, .jump, .branch, .line, .yield: break
    case .start:
      throw raise(.valueError, "can't jump from the 'call' trace event of a new frame")
    case .call, .nativeReturn: throw raise(.valueError, "can't jump during a call")
    case .return, .throw, .unwind, .raise, .handled, .reraise, .stopIteration, .nativeRaise,
      .instruction:
      throw raise(.valueError, "can only jump from a 'line' trace event")
    }
    if frame.p.pointee.traceFunction.isAbsent {
      throw raise(.valueError, "f_lineno can only be set by a trace function")
    }
  }

  private static func jump(
    _ frame: Frame, _ code: CodeRef, to line: Int, _ lines: UnsafePointer<Int32>
  ) throws(Raised) {
    let fields = code.p.pointee
    let targets = JumpTargets(
      code: BytesRef(fields.code).buffer, exceptionTable: BytesRef(fields.exceptionTable).buffer)
    let unit = FrameObjects.currentOffset(frame) / 2
    let target: Int
    do throws(JumpTargets.Failure) {
      target = try targets.target(from: unit, line: line, lines: lines)
    } catch {
      throw raise(.valueError, error.message)
    }
    guard let form = TracedForm.of(frame.body), form.body == frame.body,
      form.isReached(unit: target), let stack = targets.stacks[unit],
      let rest = targets.stacks[target]
    else { throw raise(.valueError, JumpTargets.Failure.unknown.message) }
    try bindLocals(frame, code)
    // What was being handled in blocks that are left is not any more.
    for slot in (rest.count..<stack.count).reversed() where stack[slot] == .exception {
      guard let home = form.home(ofSlot: slot, atUnit: unit) else { continue }
      let outer = frame.r[home]
      thread.pointee.handled = outer.isNone ? .absent : outer
    }
    // The line that is jumped to is not told of.
    let isTraced = form.p.pointee.marks[target] & TraceMark.traceable != 0
    frame.pc = form.start(ofUnit: target) + (isTraced ? 2 : 0)
  }

  /// The compiler may know of variables that they are bound where the frame goes on.
  private static func bindLocals(_ frame: Frame, _ code: CodeRef) throws(Raised) {
    let kinds = code.localKinds
    var unbound = 0
    for index in 0..<kinds.count where frame.r[index].isAbsent { unbound += 1 }
    if unbound == 0 { return }
    let plural = unbound == 1 ? "" : "s"
    try Warnings.warn(
      .runtimeWarning, "assigning None to \(unbound) unbound local\(plural)")
    for index in 0..<kinds.count where frame.r[index].isAbsent { frame.r[index] = .none }
  }
}

// `await` and `async for`.

import RegisterCode
import TaipanRuntime

extension Builder {
  /// The number of the intrinsic that wraps what an async generator yields.
  static let asyncWrap = 4

  /// Whether a `getAwaitable` takes the coroutine that the call right before has made.
  var isNewCoroutine: Bool {
    let made = graph.values[read(line.word.b)]
    guard made.operation == .callFunction,
      let body = UnsafeMutablePointer<CodeBody>(bitPattern: made.number),
      NativeTier.makesGenerator(body), body.pointee.code.isPresent,
      CodeRef(body.pointee.code).p.pointee.flags & CodeFlag.coroutine != 0
    else { return false }
    let number = lineNumber
    if number == 0 || context.view.isLeader(line.index) { return false }
    let call = context.view.lines[number - 1]
    return call.next == line.index && call.word.a == line.word.b
  }

  /// The next value of an `async for`: an async generator runs at once, and no object stands for the step.
  ///
  /// - Parameter end: where the loop goes on at the end.
  func asyncNext(_ end: Int) {
    let view = context.view
    let send = view.lines[lineNumber + 2]
    let next = step(.asyncNext)
    reload([line.word.a, send.word.a])
    for target in [send.target!, end, send.next] {
      let address = intConstant(view.address(of: target))
      let ways = fork(
        emit(.intCompare, [next, address], .bool, number: Comparison.equal.rawValue))
      let saved = env
      current = ways.yes
      jump(to: target)
      current = ways.no
      env = saved
    }
    jump(to: line.next)
  }
}

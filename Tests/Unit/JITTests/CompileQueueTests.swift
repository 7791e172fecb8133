import Foundation
import JIT
import Testing

/// A job that notes its number and where it ran.
private final class Note: CompileJob {
  let number: Int
  let work: () -> Void
  var thread: pthread_t?

  init(_ number: Int, _ work: @escaping () -> Void = {}) {
    self.number = number
    self.work = work
  }

  func run() {
    work()
    thread = pthread_self()
  }
}

@Suite(.serialized) struct CompileQueueTests {
  private func numbers(_ jobs: [CompileJob]) -> [Int] { jobs.map { ($0 as! Note).number } }

  @Test func jobsComeBackInOrder() {
    let queue = CompileQueue(.background)
    for number in 0..<200 { #expect(queue.submit(Note(number))) }
    queue.waitUntilIdle()
    #expect(queue.hasFinished && queue.backlog == 0)
    let jobs = queue.takeFinished()
    #expect(numbers(jobs) == Array(0..<200))
    #expect(!queue.hasFinished && queue.takeFinished().isEmpty)
    let threads = Set(jobs.map { ($0 as! Note).thread! })
    #expect(threads.count == 1 && !threads.contains(pthread_self()))
    queue.stop()
  }

  @Test func eagerJobRunsAtOnceAndHere() {
    var calls = 0
    let queue = CompileQueue(.eager) { calls += 1 }
    let job = Note(7)
    queue.submit(job)
    #expect(job.thread == pthread_self() && calls == 1 && queue.hasFinished)
    #expect(numbers(queue.takeFinished()) == [7])
  }

  @Test func callbackComesAfterTheJobCanBeTaken() {
    let flag = UnsafeMutablePointer<Bool>.allocate(capacity: 1)
    flag.initialize(to: false)
    let queue = CompileQueue(.background) { flag.pointee = true }
    queue.submit(Note(1))
    queue.stop()
    #expect(flag.pointee == !queue.takeFinished().isEmpty)
    flag.deallocate()
  }

  @Test func stoppedQueueForgetsWhatWaitsAndTakesNothing() {
    let queue = CompileQueue(.background)
    let hasStarted = UnsafeMutablePointer<Bool>.allocate(capacity: 1)
    hasStarted.initialize(to: false)
    queue.submit(
      Note(0) {
        hasStarted.pointee = true
        usleep(50_000)
      })
    for number in 1..<100 { queue.submit(Note(number)) }
    while !hasStarted.pointee { usleep(100) }
    queue.stop()
    hasStarted.deallocate()
    #expect(numbers(queue.takeFinished()) == [0])
    #expect(!queue.submit(Note(1)))
  }

  @Test func signalsAreNotTheThreads() {
    var blocked = false
    let queue = CompileQueue(.background)
    queue.submit(
      Note(1) {
        var mask = sigset_t()
        pthread_sigmask(SIG_BLOCK, nil, &mask)
        blocked = sigismember(&mask, SIGINT) == 1
      })
    queue.waitUntilIdle()
    queue.stop()
    #expect(blocked)
  }

  /// Where there is another one.
  @Test func jobsStayOffTheProgramsProcessor() {
    let queue = CompileQueue(.background)
    let job = Place()
    queue.submit(job)
    queue.waitUntilIdle()
    queue.stop()
    #expect(job.processors == max(1, processorCount() - 1))
  }
}

/// Notes how many processors its thread may use.
private final class Place: CompileJob {
  private(set) var processors = 0

  func run() { processors = processorCount() }
}

/// How many processors the calling thread may use.
private func processorCount() -> Int {
  let status = try! String(contentsOfFile: "/proc/thread-self/status", encoding: .utf8)
  let line = status.split(separator: "\n").first { $0.hasPrefix("Cpus_allowed:") }!
  return line.split(separator: "\t")[1].compactMap(\.hexDigitValue).reduce(0) { $0 + $1.nonzeroBitCount }
}

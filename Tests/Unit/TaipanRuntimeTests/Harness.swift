import Glibc
import TaipanRuntime

private nonisolated(unsafe) var mutex = pthread_mutex_t()

/// Starts the runtime once. There are no builtins: what is tested needs none.
private let isStarted: Bool = {
  unsetenv("TAIPAN_GC")
  Runtime.start(ignoreEnvironment: true)
  Runtime.noteBuiltins(DictRef.make())
  return true
}()

/// Runs `body` with the runtime to itself. The collector reads the native stack from the collecting
/// function up to here, whatever thread this is: values must not come from outside.
@inline(never)
func withRuntime(_ body: () throws -> Void) rethrows {
  pthread_mutex_lock(&mutex)
  defer { pthread_mutex_unlock(&mutex) }
  precondition(isStarted)
  var top = 0
  let base = withUnsafeMutablePointer(to: &top) { UnsafeRawPointer($0) }
  thread.pointee.nativeStackBase = base
  thread.pointee.nativeStackLimit = UInt(bitPattern: base) - 256 * 1024
  try body()
  scrubStack()
}

/// Overwrites the native stack below the caller, where values of functions that returned may lie.
@inline(never)
func scrubStack() {
  withUnsafeTemporaryAllocation(byteCount: 32 * 1024, alignment: 16) { memory in
    memory.initializeMemory(as: UInt8.self, repeating: 0)
    // Not to be left out: somebody might read it.
    withExtendedLifetime(memory.baseAddress) {}
  }
}

/// Runs `body` where its values leave nothing behind on the stack.
@inline(never)
func apart(_ body: () -> Void) {
  body()
}

/// A collection that no value of a function that returned survives by chance.
@inline(never)
func collect(major: Bool) {
  scrubStack()
  Heap.collect(major: major)
}

/// A value that is alive as long as this object is.
final class Rooted {
  private let slot: UnsafeMutablePointer<Value>

  init(_ value: Value) { slot = Heap.makeRoot(value) }

  var value: Value {
    get { slot.pointee }
    set { slot.pointee = newValue }
  }

  deinit { slot.pointee = .absent }
}

/// A class whose instances have attributes and can be weakly referenced.
func makeClass(_ name: String) throws(Raised) -> TypeRef {
  try TypeBuilder.make(
    metatype: BuiltinType.type.ref, name: StrRef.make(name), bases: .empty,
    namespace: DictRef.make(), keywords: nil)
}

/// Random numbers that are the same in each run.
struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

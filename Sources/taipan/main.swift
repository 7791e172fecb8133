import CoreModules
import FrontEndModules
import Glibc
import TaipanRuntime

Runtime.start(ignoreEnvironment: false)
let builtins = BuiltinsModule.make()
let sysDict = DictRef.make()
Singletons.sysDict = sysDict.value
func writeOut(_ a: Args) throws(Raised) -> Value {
  let bytes = StrRef(a[1]).utf8Bytes()
  fwrite(bytes, 1, bytes.count, stdout)
  return .none
}
let outMethods: [NativeMethod] = [NativeMethod("write", "($self, text, /)", writeOut)]
let outType = NativeTypes.make(TypeSpec("out", methods: outMethods))
sysDict.setStr("stdout", Value(Instances.allocate(outType)))
let path = CommandLine.arguments[1]
let file = fopen(path, "r")!
var source: [UInt8] = []
var chunk = [UInt8](repeating: 0, count: 65536)
while true {
  let n = fread(&chunk, 1, chunk.count, file)
  if n == 0 { break }
  source += chunk[0..<n]
}
do throws(Raised) {
  let code = try source.withUnsafeBufferPointer { (buffer) throws(Raised) in
    try SourceCompiler.compile(buffer, fileName: path)
  }
  let globals = DictRef.make()
  globals.setStr("__name__", Value("__main__"))
  globals.setStr("__builtins__", builtins.value)
  let function = Functions.make(code, globals: globals)
  _ = try Interpreter.execute(function, namespace: globals.value)
} catch {
  let e = takeRaised()
  var tb = ExceptionRef(e).traceback
  while tb.isPresent {
    let t = TracebackRef(tb)
    print("  in", StrRef(CodeRef(FrameRef(t.p.pointee.frame).p.pointee.code).p.pointee.qualifiedName).text, t.p.pointee.lastInstruction.asInt)
    tb = t.p.pointee.next
  }
  do throws(Raised) {
    print(e.typeName, ":", try Convert.str(e).text)
  } catch { print("?") }
}
fflush(stdout)

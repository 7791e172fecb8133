// swift-tools-version:6.0
import Glibc
import PackageDescription

// The hot module and lowering are built without runtime checks: their invariants are their own
// (see Documentation/Architecture.md), everything above them keeps Swift's.
// A section for each function lets the linker leave out what nothing calls and order the rest.
let common = ["-enforce-exclusivity=unchecked", "-wmo", "-Xfrontend", "-function-sections"]
// The dispatch loop has one indirect jump as it is written. Late tail duplication puts a copy of it behind
// the handlers, which predicts better and saves a jump; its limits on jump tables are lifted for that.
// Before register allocation (`early`) the same costs the registers of pc and r.
let duplicateDispatch = [
  "-tail-dup-pred-size=100000", "-tail-dup-succ-size=100000", "-disable-early-taildup",
  "-tail-dup-size=9",
].flatMap { ["-Xllvm", $0] }
let hot: [SwiftSetting] = [.unsafeFlags(["-Ounchecked"] + duplicateDispatch + common)]
// Lowering runs at the first call of each function and checks its input itself.
let lean: [SwiftSetting] = [.unsafeFlags(["-Ounchecked"] + common)]
let cold: [SwiftSetting] = [.unsafeFlags(common)]

// Whoever uses the table of LLVM's functions needs LLVM's headers; without them there is no compiler
// (see Documentation/LLVM.md). The library itself is not linked.
let llvmHeaders = (Context.environment["TAIPAN_LLVM_PREFIX"] ?? "/usr/lib/llvm-19") + "/include"
let hasLLVM = access(llvmHeaders + "/llvm-c/Core.h", R_OK) == 0
let llvmC: [CSetting] =
  hasLLVM ? [.define("TAIPAN_LLVM"), .unsafeFlags(["-I\(llvmHeaders)"])] : []
let llvm: [SwiftSetting] =
  hasLLVM
  ? [
    .define("TAIPAN_LLVM"),
    .unsafeFlags(["-Xcc", "-DTAIPAN_LLVM", "-Xcc", "-I\(llvmHeaders)"]),
  ] : []

// What the dynamic linker does is paid at every start. So no relocations (a fixed address, above
// the range of the singletons), the C++ runtime and libgcc linked in, and no run path to search.
let link: [LinkerSetting] = [
  .unsafeFlags([
    "-static-stdlib", "-no-toolchain-stdlib-rpath", "-use-ld=lld",
    "-Xclang-linker", "-L\(Context.packageDirectory)/Sources/taipan/Link",
    "-Xclang-linker", "-static-libgcc",
    "-Xlinker", "--no-pie", "-Xlinker", "--image-base=0x200000000000",
    "-Xlinker", "--gc-sections", "-Xlinker", "--no-export-dynamic",
    // Written by Tools/startup-order; functions that are gone since do not matter.
    "-Xlinker",
    "--symbol-ordering-file=\(Context.packageDirectory)/Sources/taipan/Link/startup.order",
    "-Xlinker", "--no-warn-symbol-ordering",
    // Functions without names, which no list can order, lie together.
    "-Xlinker", "-T", "-Xlinker", "\(Context.packageDirectory)/Sources/taipan/Link/unnamed.ld",
    "-Xlinker", "-l:libgmp.a", "-Xlinker", "-l:libz.a", "-Xlinker", "-l:libbz2.a",
  ])
]

// The unit tests are built without optimisation, which takes longer than to run them. What they
// test is what the release build compiled: nothing is compiled again for them.
func unitTests(
  _ name: String, _ dependencies: [Target.Dependency], settings: [SwiftSetting] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, path: "Tests/Unit/\(name)",
    swiftSettings: [.unsafeFlags(["-Onone"])] + settings,
    linkerSettings: [.unsafeFlags(["-Xlinker", "-l:libgmp.a"])])
}

let package = Package(
  name: "taipan",
  products: [.executable(name: "taipan", targets: ["taipan"])],
  targets: [
    .target(name: "CTaipan", cSettings: [.unsafeFlags(["-O2", "-ffunction-sections"])]),
    .target(name: "PythonSyntax", swiftSettings: cold),
    .target(name: "Bytecode", swiftSettings: cold),
    .target(
      name: "PythonCompiler", dependencies: ["PythonSyntax", "Bytecode"], swiftSettings: cold),
    .target(
      name: "RegisterCode", dependencies: ["Bytecode"], exclude: ["Opcodes.table"],
      swiftSettings: lean),
    .target(
      name: "TaipanRuntime", dependencies: ["CTaipan", "Bytecode", "RegisterCode"],
      swiftSettings: hot),
    .target(name: "CoreModules", dependencies: ["TaipanRuntime"], swiftSettings: cold),
    .target(name: "ExtensionModules", dependencies: ["TaipanRuntime"], swiftSettings: cold),
    .target(
      name: "FrontEndModules", dependencies: ["PythonCompiler", "TaipanRuntime"],
      swiftSettings: cold),
    .target(name: "CLLVM", cSettings: llvmC + [.unsafeFlags(["-O2", "-ffunction-sections"])]),
    .target(
      name: "JIT", dependencies: ["CLLVM", "CTaipan", "TaipanRuntime", "RegisterCode"],
      swiftSettings: cold + llvm),
    .executableTarget(
      name: "taipan",
      dependencies: [
        "CTaipan", "PythonSyntax", "Bytecode", "PythonCompiler", "RegisterCode", "TaipanRuntime",
        "CoreModules", "ExtensionModules", "FrontEndModules", "JIT",
      ],
      exclude: ["Link"], swiftSettings: cold + llvm, linkerSettings: link),
    unitTests("BytecodeTests", ["Bytecode"]),
    unitTests("PythonSyntaxTests", ["PythonSyntax"]),
    unitTests("RegisterCodeTests", ["RegisterCode", "PythonCompiler", "PythonSyntax", "Bytecode"]),
    unitTests("TaipanRuntimeTests", ["TaipanRuntime"]),
    unitTests("JITTests", ["JIT", "CLLVM", "CTaipan"], settings: llvm),
    unitTests("PythonCompilerTests", ["PythonCompiler", "PythonSyntax", "Bytecode"]),
  ],
  swiftLanguageModes: [.v5]
)

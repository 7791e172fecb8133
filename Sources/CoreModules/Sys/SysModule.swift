// The module `sys`.

import CTaipan
import Glibc
import TaipanRuntime

public enum SysModule {
  /// What the command line decided.
  public struct Configuration {
    public var arguments: [String] = [""]
    public var originalArguments: [String] = []
    public var executable = ""
    public var path: [String] = []
    public var prefix = "/usr"
    public var standardLibrary: String? = nil
    public var optimize = 0
    public var isIsolated = false
    public var ignoreEnvironment = false
    public var noUserSite = false
    public var noSite = false
    public var dontWriteBytecode = false
    public var isInteractive = false
    public var isInspecting = false
    public var verbose = 0
    public var isQuiet = false
    public var isUnbuffered = false
    public var bytesWarning = 0
    public var safePath = false
    public var warnOptions: [String] = []
    public var debug = 0
    public var devMode = false
    /// `-X utf8`, PYTHONUTF8, or the C locale.
    public var utf8Mode = false
    /// `-X warn_default_encoding`
    public var warnsOfDefaultEncoding = false
    /// `-X faulthandler`, PYTHONFAULTHANDLER or `-X dev`
    public var reportsCrashes = false
    /// `-R`: hashes differ from run to run even where PYTHONHASHSEED says 0.
    public var randomizesHashes = false
    /// `PYTHONIOENCODING`: encoding, errors or both behind a colon.
    public var streamEncoding: String? = nil
    /// `sys.set_int_max_str_digits` at start.
    public var maximumDigits: Int? = nil
    public var extendedOptions: [(String, String?)] = []
    /// `sys.pycache_prefix`
    public var cachePrefix: String? = nil
    /// `CodeRef.keepsColumns` at start.
    public var keepsColumns = true
    /// What `os.cpu_count` is to say; nil for what the system says.
    public var processorCount: Int? = nil
    public init() {}
  }

  public static func make(_ configuration: Configuration) -> ModuleRef {
    let module = NativeModules.make("sys", functions)
    let dict = module.dict
    Singletons.sysDict = dict.value
    addVersions(dict)
    addConfiguration(dict, configuration)
    processorCount = configuration.processorCount
    addLimits(dict)
    dict.setStr("modules", Singletons.modules)
    dict.setStr("monitoring", MonitoringModule.make())
    dict.setStr("builtin_module_names", builtinNames())
    NativeModules.addFunctions(Auditing.functions, to: module)
    dict.setStr("stdlib_module_names", libraryNames())
    for name in ["displayhook", "excepthook", "breakpointhook", "unraisablehook"] {
      dict.setStr("__\(name)__", dict.getStr(name))
    }
    for name in ["meta_path", "path_hooks"] { dict.setStr(name, ListRef.make().value) }
    dict.setStr("path_importer_cache", DictRef.make().value)
    dict.setStr("_framework", Value(""))
    dict.setStr("abiflags", Value(""))
    Exceptions.unraisable = reportUnraisable
    return module
  }

  static let hexVersion = 0x030D_05F0
  public static let versionText = "3.13.5 (Taipan, main) [Swift]"

  private static func structure(_ name: StaticString, _ fields: [String], _ values: ListRef)
    -> Value
  {
    StructSequences.make(name, fields, values)
  }

  private static func list(_ count: Int, _ value: (Int) -> Value) -> ListRef {
    let list = ListRef.make(capacity: count)
    for i in 0..<count { list.append(value(i)) }
    return list
  }

  private static func strings(_ items: [String]) -> ListRef {
    list(items.count) { Value(items[$0]) }
  }

  /// The last arguments of the process. Those that are no UTF-8 differ from their Strings: their bytes count.
  private static func commandLine(_ items: [String]) -> ListRef {
    let first = Int(taipan_argument_count) - items.count
    return list(items.count) { index in
      guard first + index >= 0, let text = taipan_arguments[first + index],
        String(cString: text) == items[index]
      else { return Value(items[index]) }
      let bytes = UnsafeRawPointer(text).assumingMemoryBound(to: UInt8.self)
      return Paths.decode(UnsafeBufferPointer(start: bytes, count: strlen(text)))
    }
  }

  private static func addVersions(_ dict: DictRef) {
    let numbers = [3, 13, 5, 0, 0]
    let info = structure(
      "sys.version_info", ["major", "minor", "micro", "releaselevel", "serial"],
      list(5) { $0 == 3 ? Value("final") : Value(numbers[$0]) })
    dict.setStr("version_info", info)
    dict.setStr("version", Value(versionText))
    dict.setStr("hexversion", Value(hexVersion))
    dict.setStr("api_version", Value(1013))
    dict.setStr("copyright", Value(""))
    dict.setStr("platform", Value("linux"))
    dict.setStr("byteorder", Value("little"))
    dict.setStr("_git", TupleRef.of(Value("Taipan"), Value(""), Value("")).value)
    let implementation = Value(Instances.allocate(BuiltinType.simpleNamespace.ref))
    let fields = Instances.materializeDict(implementation.asObject)
    fields.setStr("name", Value("taipan"))
    fields.setStr("cache_tag", Value("taipan-313"))
    fields.setStr("version", info)
    fields.setStr("hexversion", Value(hexVersion))
    fields.setStr("_multiarch", Value("x86_64-linux-gnu"))
    dict.setStr("implementation", implementation)
  }

  private static func addConfiguration(_ dict: DictRef, _ c: Configuration) {
    dict.setStr("argv", commandLine(c.arguments).value)
    dict.setStr("orig_argv", commandLine(c.originalArguments).value)
    dict.setStr("executable", Value(c.executable))
    dict.setStr("_base_executable", Value(c.executable))
    dict.setStr("path", strings(c.path).value)
    for name in ["prefix", "exec_prefix", "base_prefix", "base_exec_prefix"] {
      dict.setStr(name, Value(c.prefix))
    }
    dict.setStr("platlibdir", Value("lib"))
    dict.setStr("_stdlib_dir", c.standardLibrary.map { Value($0) } ?? .none)
    dict.setStr("pycache_prefix", c.cachePrefix.map { Value($0) } ?? .none)
    dict.setStr("dont_write_bytecode", Value(c.dontWriteBytecode))
    dict.setStr("warnoptions", strings(c.warnOptions).value)
    let options = DictRef.make()
    for (name, value) in c.extendedOptions {
      options.setStr(name, value.map { Value($0) } ?? .true)
    }
    dict.setStr("_xoptions", options.value)
    let names = [
      "debug", "inspect", "interactive", "optimize", "dont_write_bytecode", "no_user_site",
      "no_site", "ignore_environment", "verbose", "bytes_warning", "quiet", "hash_randomization",
      "isolated", "dev_mode", "utf8_mode", "warn_default_encoding", "safe_path",
      "int_max_str_digits", "gil",
    ]
    func flag(_ value: Bool) -> Value { Value(smallInt: value ? 1 : 0) }
    let values = ListRef.make()
    values.append(Value(c.debug))
    values.append(flag(c.isInspecting))
    values.append(flag(c.isInteractive))
    values.append(Value(c.optimize))
    values.append(flag(c.dontWriteBytecode))
    values.append(flag(c.noUserSite || c.isIsolated))
    values.append(flag(c.noSite))
    values.append(flag(c.ignoreEnvironment || c.isIsolated))
    values.append(Value(c.verbose))
    values.append(Value(c.bytesWarning))
    values.append(flag(c.isQuiet))
    values.append(flag(StringHash.seed != 0))
    values.append(flag(c.isIsolated))
    values.append(Value(c.devMode))
    values.append(flag(c.utf8Mode))
    values.append(flag(c.warnsOfDefaultEncoding))
    values.append(Value(c.safePath || c.isIsolated))
    values.append(Value(c.maximumDigits ?? 4300))
    values.append(Value(1))
    dict.setStr(
      "flags",
      StructSequences.make(StructSequences.makeType("sys.flags", names, hidden: 1), values))
    IOModule.usesUTF8 = c.utf8Mode
    IOModule.warnsOfDefaultEncoding = c.warnsOfDefaultEncoding
  }

  private static func addLimits(_ dict: DictRef) {
    dict.setStr("maxsize", Value(Int.max))
    dict.setStr("maxunicode", Value(0x10FFFF))
    dict.setStr("float_repr_style", Value("short"))
    let floats = ListRef.make()
    floats.append(Value(Double.greatestFiniteMagnitude))
    floats.append(Value(1024))
    floats.append(Value(308))
    floats.append(Value(Double.leastNormalMagnitude))
    for n in [-1021, -307, 15, 53] { floats.append(Value(n)) }
    floats.append(Value(Double.ulpOfOne))
    floats.append(Value(2))
    floats.append(Value(1))
    dict.setStr(
      "float_info",
      structure(
        "sys.float_info",
        [
          "max", "max_exp", "max_10_exp", "min", "min_exp", "min_10_exp", "dig", "mant_dig",
          "epsilon", "radix", "rounds",
        ], floats))
    let ints = [30, 4, 4300, 640]
    dict.setStr(
      "int_info",
      structure(
        "sys.int_info",
        ["bits_per_digit", "sizeof_digit", "default_max_str_digits", "str_digits_check_threshold"],
        list(4) { Value(ints[$0]) }))
    let hash = ListRef.make()
    for n in [64, (1 << 61) - 1, 314159, 0, 1_000_003] { hash.append(Value(n)) }
    hash.append(Value("siphash13"))
    for n in [64, 128, 0] { hash.append(Value(n)) }
    dict.setStr(
      "hash_info",
      structure(
        "sys.hash_info",
        [
          "width", "modulus", "inf", "nan", "imag", "algorithm", "hash_bits", "seed_bits", "cutoff",
        ],
        hash))
    let threads = ListRef.make()
    threads.append(Value("pthread"))
    threads.append(Value("semaphore"))
    threads.append(.none)
    dict.setStr(
      "thread_info", structure("sys.thread_info", ["name", "lock", "version"], threads))
  }

  private static func libraryNames() -> Value {
    let set = SetRef.make(shape: .of(.frozenSet))
    for name in standardLibraryNames {
      do throws(Raised) { try set.add(name.interned) } catch { fatalError("strings are hashable") }
    }
    return set.value
  }

  private static func builtinNames() -> Value {
    let names = ListRef.make()
    for module in Imports.nativeModules { names.append(module.name.interned) }
    do throws(Raised) { try Sorting.sort(names, key: .none, reverse: false) } catch {
      fatalError("strings are comparable")
    }
    return names.toTuple().value
  }

  /// `sys.unraisablehook`.
  private static func reportUnraisable(_ exception: Value, _ message: String, _ object: Value) {
    let hook = DictRef(Singletons.sysDict).getStr("unraisablehook")
    if hook.isAbsent || hook.isNone { return }
    let argument = Value(Instances.allocate(BuiltinType.simpleNamespace.ref))
    let fields = Instances.materializeDict(argument.asObject)
    fields.setStr("exc_type", exception.type.value)
    fields.setStr("exc_value", exception)
    let traceback = ExceptionRef(exception).traceback
    fields.setStr("exc_traceback", traceback.isAbsent ? .none : traceback)
    // A message that is more than the hook's own default is shown as it is.
    fields.setStr("err_msg", message == "Exception ignored in" ? .none : Value(message))
    fields.setStr("object", object)
    do throws(Raised) { _ = try Call.function(hook, argument) } catch {
      thread.pointee.exception = .absent
    }
  }
}

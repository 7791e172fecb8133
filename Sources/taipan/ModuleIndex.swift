// The native modules by name.

import CoreModules
import ExtensionModules
import FrontEndModules
import TaipanRuntime

enum ModuleIndex {
  static func register() {
    Imports.nativeMakers = [
      "_codecs": CodecsModule.make,
      "marshal": MarshalModule.make,
      "_imp": ImpModule.make,
      "_thread": ThreadModule.make,
      "_weakref": WeakrefModule.make,
      "_abc": AbcModule.make,
      "_symtable": SymtableModule.make,
      "_tokenize": TokenizeModule.make,
      "_ast": AstModule.make,
      "_warnings": WarningsModule.make,
      "_random": RandomModule.make,
      "_statistics": StatisticsModule.make,
      "_string": StringModule.make,
      "_struct": StructModule.make,
      "array": ArrayModule.make,
      "binascii": BinasciiModule.make,
      "cmath": ComplexMathModule.make,
      "math": MathModule.make,
      "_io": IOModule.make,
      "_bisect": BisectModule.make,
      "_collections": CollectionsModule.make,
      "_functools": FunctoolsModule.make,
      "_heapq": HeapqModule.make,
      "_operator": OperatorModule.make,
      "_contextvars": ContextModule.make,
      "_json": JsonModule.make,
      "_bz2": Bz2Module.make,
      "_datetime": DateTimeModule.make,
      "_decimal": DecimalModule.make,
      "_blake2": Blake2Module.make,
      "_hashlib": OpenSSLModule.make,
      "_md5": HashModules.makeMD5,
      "_sha1": HashModules.makeSHA1,
      "_sha2": HashModules.makeSHA2,
      "_sha3": HashModules.makeSHA3,
      "unicodedata": UnicodeDataModule.make,
      "zlib": ZlibModule.make,
      "_posixsubprocess": SubprocessModule.make,
      "_socket": SocketModule.make,
      "select": SelectModule.make,
      "_opcode": OpcodeModule.make,
      "_queue": QueueModule.make,
      "_signal": SignalModule.make,
      "_sre": SreModule.make,
      "_tracemalloc": TracemallocModule.make,
      "atexit": AtexitModule.make,
      "faulthandler": FaulthandlerModule.make,
      "gc": GarbageCollectionModule.make,
      "_typing": TypingModule.make,
      "_locale": LocaleModule.make,
      "itertools": ItertoolsModule.make,
      "errno": ErrnoModule.make,
      "posix": PosixModule.make,
      "time": TimeModule.make,
    ]
  }
}

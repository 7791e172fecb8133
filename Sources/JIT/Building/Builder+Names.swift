// Names of a module's own code, whose namespace is that of its globals: found and stored like globals.
//
// A frame that runs such code says in its header where its names are: the namespace, or the frame's object, where
// someone has asked for one, which says it then. It stays the same as long as the frame runs, so that it is asked
// for once, on entry.

import RegisterCode
import TaipanRuntime

extension Builder {
  /// Whether the frame's names are its function's globals.
  static func runsInGlobals(_ frame: Frame) -> Bool {
    let extra = frame.extra
    if !extra.isPresent || !extra.isHeap { return false }
    let namespace = extra.isExactly(.frame) ? FrameRef(extra).p.pointee.namespace : extra
    return namespace.isPresent && namespace === frame.globals
  }

  /// False where the handler has to do it.
  func buildModuleName() -> Bool {
    guard modulesFrame != nil, context.parent == nil,
      !Builder.unstablePlaces.contains(context.view.address(of: line.index))
    else { return false }
    switch line.opcode {
    case .loadName: return loadModuleName()
    case .storeName:
      if !storeGlobal() { return false }
      usesModuleNames = true
      return true
    default: return false
    }
  }

  private func loadModuleName() -> Bool {
    guard let (globals, builtins) = namespaces() else { return false }
    let name = context.view.body.pointee.names[line.word.bc]
    let entry: UnsafeMutablePointer<DictEntry>
    let isWatched: Bool
    if let found = NativeTier.entry(of: name, in: globals) {
      isWatched = guardKeys(of: globals, found.version)
      entry = found.entry
    } else {
      guard globals.p.pointee.onlyStrKeys, let found = NativeTier.entry(of: name, in: builtins)
      else { return false }
      guardKeys(of: globals, globals.versionOfKeys())
      isWatched = guardKeys(of: builtins, found.version)
      entry = found.entry
    }
    usesModuleNames = true
    write(line.word.a, namespaceValue(entry, isWatched: isWatched))
    return true
  }

  /// Guards, on entry, that the frame's names are the globals `expected`.
  func guardModuleNames(_ expected: Value, state: Int) {
    guard let frame = modulesFrame else { return }
    let extra = emit(.register, [], .any, number: Builder.extraRegister)
    var namespace = extra
    if frame.extra.isExactly(.frame) {
      emit(.guardPresent, [extra], .any, state: state)
      emit(.guardShape, [extra], .any, number: Int(Builder.shape(.frame)), state: state)
      namespace = emit(
        .load, [extra], .any, number: MemoryLayout<FrameLayout>.offset(of: \.namespace)!,
        alias: .slot)
    }
    emit(
      .guardIdentical, [namespace], .any, number: Int(bitPattern: UInt(expected.bits)),
      state: state)
  }

  /// `.register` with this number is what else the frame's header holds.
  private static let extraRegister = -6
}

// The command line: what to run, and how.

import CoreModules
import FrontEndModules
import Glibc
import TaipanRuntime

enum CommandLineDriver {
  /// Runs the interpreter; returns the exit code.
  static func run(_ arguments: [String]) -> Int32 {
    let options: Options
    switch Options.parse(arguments) {
    case .options(let parsed): options = parsed
    case .problem(let problem):
      fputs(problem.message, problem.code == 0 ? stdout : stderr)
      return problem.code
    }
    if let stages = options.dump, !Options.nativeStages.isSuperset(of: stages) {
      return Dump.run(options, stages)
    }
    guard options.nativeTier != nil else {
      fputs("-X jit: on, off or eager\n", stderr)
      return 1
    }
    Library.folder = LibrarySearch.find()
    Runtime.start(
      ignoreEnvironment: options.configuration.ignoreEnvironment
        || options.configuration.isIsolated || options.configuration.randomizesHashes,
      image: Library.startImage, libraryImage: Library.libraryImage)
    ModuleIndex.register()
    return Session(options).run()
  }
}

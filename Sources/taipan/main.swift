import CTaipan
import CoreModules
import FrontEndModules
import Glibc
import JIT
import TaipanRuntime

let arguments = (0..<Int(taipan_argument_count)).map { String(cString: taipan_arguments[$0]!) }
CompileQueue.exitProcess(CommandLineDriver.run(arguments))

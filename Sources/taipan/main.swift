import CTaipan
import CoreModules
import FrontEndModules
import Glibc
import TaipanRuntime

let arguments = (0..<Int(taipan_argument_count)).map { String(cString: taipan_arguments[$0]!) }
exit(CommandLineDriver.run(arguments))

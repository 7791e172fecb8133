import CoreModules
import FrontEndModules
import Glibc
import TaipanRuntime

exit(CommandLineDriver.run(CommandLine.arguments))

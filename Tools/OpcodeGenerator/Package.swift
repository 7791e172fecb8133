// swift-tools-version:6.0
import PackageDescription

let package = Package(
  name: "OpcodeGenerator",
  targets: [.executableTarget(name: "OpcodeGenerator")],
  swiftLanguageModes: [.v5]
)

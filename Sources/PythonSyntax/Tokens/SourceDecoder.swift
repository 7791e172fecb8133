/// From the bytes of a source to UTF-8 text, as PEP 263 asks.
enum SourceDecoder {
  static func decode(
    _ source: UnsafeBufferPointer<UInt8>, options: ParserOptions
  ) throws(SyntaxFailure) -> SourceText {
    let addsNewline = options.mode == .file
    return SourceText(source, addsNewline: addsNewline)
  }
}

// Source encodings other than the three that the front end knows: the codecs' work.

import PythonSyntax
import TaipanRuntime

enum SourceDecoding {
  /// Lets the parser read sources in any encoding that `codecs` finds.
  static func install() {
    Parser.decodeSource = { encoding, source in
      do throws(Raised) {
        let text = try Call.method(BytesRef.make(Array(source)).value, "decode", Value(encoding))
        return .utf8(StrRef(text).utf8Bytes())
      } catch {
        return failure(encoding)
      }
    }
  }

  /// What became of the exception that is set now: the parser words its own.
  private static func failure(_ encoding: String) -> DecodedSource {
    let exception = thread.pointee.exception
    thread.pointee.exception = .absent
    do throws(Raised) {
      let message = try Convert.str(exception).text
      let isUnknown =
        exception.isInstance(of: .lookupError) && message == "unknown encoding: \(encoding)"
      return isUnknown ? .unknownEncoding : .failed(message: message)
    } catch {
      thread.pointee.exception = .absent
      return .unknownEncoding
    }
  }
}

enum IntText { static func decimal(_ value: Value) -> StrRef { StrRef.make(String(value.asMachineInt ?? 0)) } }
enum Complex { static func power(_ a: (Double, Double), _ b: (Double, Double)) throws(Raised) -> Value { throw raise(.notImplementedError) } }

// Functions of the module `math`.

import RegisterCode
import TaipanRuntime

extension Builder {
  /// The result of a function of `math`, by its full name; nil where it has no native form.
  func resultOfMath(_ name: String, _ arguments: [ValueID]) -> ValueID? {
    guard name.hasPrefix("math."), !arguments.isEmpty, arguments.allSatisfy(mayBeNumber) else {
      return nil
    }
    let name = String(name.dropFirst(5))
    if let function = MathFunction.named(name), function.arity == arguments.count {
      let numbers = arguments.map { number($0) }
      return emit(
        .mathFunction, ValueList(numbers), .float, number: function.number, state: exitState)
    }
    if arguments.count != 1 { return nil }
    switch name {
    case "sqrt": return emit(.floatSquareRoot, [number(arguments[0])], .float, state: exitState)
    case "fabs": return emit(.floatAbsolute, [number(arguments[0])], .float)
    case "floor": return rounded(arguments[0], .down)
    case "ceil": return rounded(arguments[0], .up)
    case "trunc": return rounded(arguments[0], .towardZero)
    case "degrees": return scaled(arguments[0], 180 / Double.pi)
    case "radians": return scaled(arguments[0], Double.pi / 180)
    case "isnan":
      let x = number(arguments[0])
      return compared(.notEqual, x, x)
    case "isinf": return compared(.equal, size(arguments[0]), floatConstant(.infinity))
    case "isfinite": return compared(.less, size(arguments[0]), floatConstant(.infinity))
    default: return nil
    }
  }

  /// Whether it is worth a guard to take the value for a number.
  func mayBeNumber(_ value: ValueID) -> Bool {
    let kinds = type(value).kinds
    return kinds == .all || kinds == .int || kinds == .float
  }

  private func rounded(_ value: ValueID, _ direction: RoundingDirection) -> ValueID? {
    switch type(value).kinds {
    case .int: return int(value)
    case .float:
      let whole = emit(.floatRound, [float(value)], .float, number: direction.rawValue)
      return emit(.floatToInt, [whole], .int, state: exitState)
    default: return nil
    }
  }

  private func scaled(_ value: ValueID, _ factor: Double) -> ValueID {
    emit(.floatMultiply, [number(value), floatConstant(factor)], .float)
  }

  private func size(_ value: ValueID) -> ValueID {
    emit(.floatAbsolute, [number(value)], .float)
  }

  private func compared(_ comparison: Comparison, _ a: ValueID, _ b: ValueID) -> ValueID {
    emit(.floatCompare, [a, b], .bool, number: comparison.rawValue)
  }
}

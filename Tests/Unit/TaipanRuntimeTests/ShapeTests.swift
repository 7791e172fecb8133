import TaipanRuntime
import Testing

@Suite struct ShapeTests {
  private func name(_ text: String) -> Value { Interning.intern(text) }

  @Test func sameAttributesInTheSameOrderAreOneShape() throws {
    try withRuntime { () throws in
      let first = try makeClass("A").p.pointee.instanceShape
      let x = first.adding(name("x"))
      let xy = x.adding(name("y"))
      #expect(first.adding(name("x")) == x && x.adding(name("y")) == xy)
      #expect(first.adding(name("y")).adding(name("x")) != xy)
      #expect(x.adding(name("z")) != xy && first.adding(name("x")).adding(name("y")) == xy)
    }
  }

  @Test func shapesOfTwoTypesAreDifferent() throws {
    try withRuntime { () throws in
      let (a, b) = (try makeClass("A"), try makeClass("A"))
      let shapes = [a, b].map { $0.p.pointee.instanceShape.adding(name("x")) }
      #expect(shapes[0] != shapes[1] && shapes[0].type == a && shapes[1].type == b)
    }
  }

  @Test func slotsAreNumberedInOrderOfAddition() throws {
    try withRuntime { () throws in
      var shape = try makeClass("A").p.pointee.instanceShape
      let empty = shape
      for index in 0..<30 { shape = shape.adding(name("n\(index)")) }
      for index in 0..<30 { #expect(shape.slot(of: name("n\(index)")) == index) }
      #expect(shape.slot(of: name("other")) == nil && empty.slot(of: name("n0")) == nil)
      var seen: [Int] = []
      shape.forEachSlot { _, slot in seen.append(slot) }
      #expect(seen == Array(0..<30))
    }
  }

  @Test func manyTransitionsOfOneShapeAreAllFound() throws {
    try withRuntime { () throws in
      let shape = try makeClass("A").p.pointee.instanceShape
      let ids = (0..<50).map { shape.adding(name("n\($0)")).id }
      #expect(Set(ids).count == 50)
      for index in 0..<50 { #expect(shape.adding(name("n\(index)")).id == ids[index]) }
    }
  }

  @Test func instancesFollowTheTransitions() throws {
    try withRuntime { () throws in
      let type = try makeClass("A")
      let (a, b) = (Instances.allocate(type), Instances.allocate(type))
      for object in [a, b] {
        #expect(object.shape == type.p.pointee.instanceShape)
        for text in ["x", "y"] {
          #expect(Instances.setOwnAttribute(object, name(text), Value(text)))
        }
      }
      #expect(a.shape == b.shape)
      #expect(Instances.setOwnAttribute(a, name("x"), Value(1)))
      #expect(a.shape == b.shape && Instances.ownAttribute(a, name("x")).asInt == 1)
      #expect(Instances.ownAttribute(a, name("z")).isAbsent)
    }
  }

  @Test func attributesBeyondTheInlineOnesOverflow() throws {
    try withRuntime { () throws in
      let object = Instances.allocate(try makeClass("A"))
      for index in 0..<100 {
        #expect(Instances.setOwnAttribute(object, name("n\(index)"), Value(index)))
      }
      #expect(!object.shape.p.pointee.isDictMode)
      #expect(object.shape.p.pointee.inlineCapacity < 100)
      for index in 0..<100 {
        #expect(Instances.ownAttribute(object, name("n\(index)")).asInt == index)
      }
    }
  }

  @Test func veryManyAttributesLiveInADict() throws {
    try withRuntime { () throws in
      let object = Instances.allocate(try makeClass("A"))
      for index in 0..<300 {
        #expect(Instances.setOwnAttribute(object, name("n\(index)"), Value(index)))
      }
      #expect(object.shape.p.pointee.isDictMode)
      for index in 0..<300 {
        #expect(Instances.ownAttribute(object, name("n\(index)")).asInt == index)
      }
    }
  }

  @Test func dictOfAnInstanceStaysInStep() throws {
    try withRuntime { () throws in
      let object = Instances.allocate(try makeClass("A"))
      for text in ["b", "a", "c"] { _ = Instances.setOwnAttribute(object, name(text), Value(text)) }
      let dict = Instances.materializeDict(object)
      #expect(object.shape.p.pointee.isDictMode && dict.count == 3)
      #expect(StrRef(dict.entries[0].key).isEqual("b"))
      dict.setStr("d", Value(4))
      #expect(Instances.ownAttribute(object, name("d")).asInt == 4)
      _ = Instances.setOwnAttribute(object, name("e"), Value(5))
      #expect(dict.getStr("e").asInt == 5)
      #expect(Instances.materializeDict(object).value === dict.value)
    }
  }

  @Test func removedAttributeIsGone() throws {
    try withRuntime { () throws in
      let object = Instances.allocate(try makeClass("A"))
      for text in ["a", "b"] { _ = Instances.setOwnAttribute(object, name(text), Value(text)) }
      #expect(Instances.removeOwnAttribute(object, name("a")))
      #expect(!Instances.removeOwnAttribute(object, name("a")))
      #expect(Instances.ownAttribute(object, name("a")).isAbsent)
      #expect(StrRef(Instances.ownAttribute(object, name("b"))).isEqual("b"))
    }
  }

  @Test func copyOfTheAttributesIsInOrder() throws {
    try withRuntime { () throws in
      let object = Instances.allocate(try makeClass("A"))
      for text in ["z", "y", "x"] { _ = Instances.setOwnAttribute(object, name(text), Value(text)) }
      let copy = Instances.copyAttributes(object)
      #expect((0..<3).map { StrRef(copy.entries[$0].key).text } == ["z", "y", "x"])
      #expect(!object.shape.p.pointee.isDictMode)
    }
  }

  @Test func classIsChangedOnlyToAClassOfTheSameLayout() throws {
    try withRuntime { () throws in
      let (a, b) = (try makeClass("A"), try makeClass("B"))
      let object = Instances.allocate(a)
      _ = Instances.setOwnAttribute(object, name("x"), Value(1))
      try Instances.changeType(object, to: b)
      #expect(object.type == b && Instances.ownAttribute(object, name("x")).asInt == 1)
      do throws(Raised) {
        try Instances.changeType(object, to: BuiltinType.int.ref)
        Issue.record("an instance became an int")
      } catch {
        #expect(thread.pointee.exception.type == .typeError)
        thread.pointee.exception = .absent
      }
    }
  }

  @Test func builtinShapesLieAtTheirAddresses() {
    withRuntime {
      #expect(ListRef.make().object.shape == Shape.of(.list))
      #expect(Shape.of(.list).type == BuiltinType.list.ref)
      #expect(UInt(Shape.of(.int).id) >= MemoryMap.builtinShapes)
      #expect(UInt(Shape.of(.dict).id) < MemoryMap.dynamicShapes)
    }
  }
}

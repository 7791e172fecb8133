import TaipanRuntime
import Testing

@Suite struct HeapTests {
  private func buffer(_ size: Int) -> ObjectRef {
    let object = Heap.allocateZeroed(size, Header(shape: .of(.textBuffer)))
    return object
  }

  @Test func smallCellsWasteLessThanSixteenBytes() {
    withRuntime {
      for size in stride(from: 16, through: 512, by: 1) {
        let cell = Heap.size(of: buffer(size))
        #expect(cell >= size && cell < size + 16 && cell % 16 == 0)
      }
    }
  }

  @Test func largerCellsWasteLessThanAQuarter() {
    withRuntime {
      for size in stride(from: 513, through: 16384, by: 37) {
        let cell = Heap.size(of: buffer(size))
        #expect(cell >= size && cell <= size + size / 4 && cell % 16 == 0)
      }
      #expect(Heap.size(of: buffer(16384)) == 16384)
    }
  }

  @Test func largeObjectsTakeWholeBlocks() {
    withRuntime {
      for size in [16385, Heap.blockSize, Heap.blockSize + 1, 1_000_000] {
        let object = buffer(size)
        let expected = (size + Heap.blockSize - 1) / Heap.blockSize * Heap.blockSize
        #expect(Heap.size(of: object) == expected)
        #expect(UInt(bitPattern: object.pointer) % UInt(Heap.blockSize) == 0)
      }
    }
  }

  @Test func cellsAreAlignedAndApart() {
    withRuntime {
      var last = buffer(48)
      for _ in 0..<5000 {
        let next = buffer(48)
        #expect(UInt(bitPattern: next.pointer) % 16 == 0)
        #expect(abs(next.pointer - last.pointer) >= 48)
        last = next
      }
    }
  }

  @Test func newCellHasTheHeaderAndZeroedWords() {
    withRuntime {
      let object = buffer(200)
      #expect(object.shape == .of(.textBuffer) && object.header.pointee.gc == 0)
      for index in 1..<25 { #expect(object.word(index).pointee.isAbsent) }
    }
  }

  @Test func deadCellsAreUsedAgain() {
    withRuntime {
      func fill() { for _ in 0..<20_000 { _ = buffer(96) } }
      fill()
      collect(major: true)
      let blocks = Heap.state.pointee.blockCount
      for _ in 0..<5 {
        fill()
        collect(major: true)
      }
      #expect(Heap.state.pointee.blockCount <= blocks + 1)
    }
  }

  @Test func deadLargeObjectsGiveTheirBlocksBack() {
    withRuntime {
      apart { _ = buffer(40 * Heap.blockSize) }
      collect(major: true)
      let (free, count) = (Heap.state.pointee.freeBlocks, Heap.state.pointee.blockCount)
      #expect(free >= 40)
      let object = buffer(40 * Heap.blockSize)
      #expect(Heap.state.pointee.blockCount == count)
      #expect(Heap.state.pointee.freeBlocks == free - 40)
      withExtendedLifetime(object) {}
    }
  }

  @Test func blocksOfOneClassServeAnother() {
    withRuntime {
      apart { for _ in 0..<10_000 { _ = buffer(160) } }
      collect(major: true)
      let (free, count) = (Heap.state.pointee.freeBlocks, Heap.state.pointee.blockCount)
      #expect(free >= 10)
      apart { for _ in 0..<2000 { _ = buffer(224) } }
      #expect(Heap.state.pointee.blockCount == count)
      #expect(Heap.state.pointee.freeBlocks < free)
    }
  }

  @Test func unreasonableRequestsRaiseMemoryError() {
    withRuntime {
      for size in [Int.max, -1, 1 << 45] {
        do throws(Raised) {
          try Heap.requireRoom(size)
          Issue.record("room for \(size)")
        } catch {
          #expect(thread.pointee.exception.type == .memoryError)
          thread.pointee.exception = .absent
        }
      }
      #expect(throws: Never.self) { try Heap.requireRoom(1 << 20) }
    }
  }
}

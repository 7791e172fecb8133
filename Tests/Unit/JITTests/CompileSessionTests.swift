#if TAIPAN_LLVM
  import CLLVM
  import CTaipan
  import Glibc
  import JIT
  import Testing

  @Suite(.serialized, .enabled(if: unavailable == nil, Comment(rawValue: unavailable ?? "")))
  struct CompileSessionTests {
    @Test(arguments: CompileOptions.Effort.allCases)
    func functionRuns(effort: CompileOptions.Effort) throws {
      var options = verified
      options.effort = effort
      let code = try compile(options, makeAdd())
      defer { remove(code) }
      #expect(call(code, 40, 2) == 42)
      #expect(code.functions[0].name == "add" && code.functions[0].size > 0)
      #expect(code.statistics.codeBytes >= code.functions[0].size)
    }

    @Test(arguments: [
      CompileOptions.shortPipeline, CompileOptions.loopPipeline, CompileOptions.standardPipeline,
    ])
    func overflowIsSeen(pipeline: String) throws {
      var options = verified
      options.pipeline = pipeline
      let code = try compile(options, makeCheckedAdd())
      defer { remove(code) }
      #expect(call(code, 40, 2) == 42)
      #expect(call(code, .max, 1) == -1)
      #expect(call(code, .min, -1) == -1)
    }

    /// Addresses anywhere in memory are called, whatever the code model.
    @Test func absoluteAddressIsCalled() throws {
      let callee: Binary = { $0 &* 1000 &+ $1 }
      let code = try compile(
        verified, makeCall(UInt(bitPattern: unsafeBitCast(callee, to: Int.self))))
      defer { remove(code) }
      #expect(call(code, 7, 3) == 7003)
    }

    /// The linker places constants near the code, and finds the C library.
    @Test func constantsAndLibraryFunctionsAreLinked() throws {
      let build = binary("power") { llvm, builder, lhs, rhs in
        let context = llvm.pointee.LLVMGetModuleContext(module(llvm, builder))
        let double = llvm.pointee.LLVMDoubleTypeInContext(context)
        var types = [double, double]
        let type = llvm.pointee.LLVMFunctionType(double, &types, 2, 0)
        let pow = llvm.pointee.LLVMAddFunction(module(llvm, builder), "pow", type)
        var arguments = [lhs, rhs].map { llvm.pointee.LLVMBuildSIToFP(builder, $0, double, "") }
        let power = llvm.pointee.LLVMBuildCall2(builder, type, pow, &arguments, 2, "")
        let half = llvm.pointee.LLVMBuildFMul(
          builder, power, llvm.pointee.LLVMConstReal(double, 0.3), "")
        return llvm.pointee.LLVMBuildFPToSI(builder, half, llvm.pointee.LLVMTypeOf(lhs), "")
      }
      let code = try compile(verified, build)
      defer { remove(code) }
      #expect(call(code, 10, 3) == 300)
    }

    @Test func removedCodeIsNoLongerCounted() throws {
      let session = try CompileSession.shared()
      let before = session.liveCodeBytes
      let kept = try compile(verified, makeAdd())
      var removed: [CompiledCode] = []
      for _ in 0..<20 { removed.append(try compile(verified, makeCheckedAdd())) }
      let size = removed.reduce(0) { $0 + $1.statistics.codeBytes }
      #expect(session.liveCodeBytes == before + kept.statistics.codeBytes + size)
      for code in removed { session.remove(code) }
      session.remove(removed[0])
      #expect(session.liveCodeBytes == before + kept.statistics.codeBytes)
      #expect(call(kept, 1, 2) == 3)
      remove(kept)
    }

    @Test func removedCodeLeavesMemory() throws {
      let code = try compile(verified, makeAdd())
      let page = UnsafeMutableRawPointer(bitPattern: code.functions[0].address & ~4095)
      var resident: UInt8 = 0
      #expect(mincore(page, 4096, &resident) == 0)
      remove(code)
      #expect(mincore(page, 4096, &resident) == -1 && errno == ENOMEM)
    }

    @Test func dumpsAreMadeWhenAskedFor() throws {
      var options = verified
      options.dumps = [.builtIR, .optimizedIR, .assembly]
      let code = try compile(options, makeCheckedAdd())
      defer { remove(code) }
      #expect(code.dumps.builtIR.contains("llvm.sadd.with.overflow.i64"))
      #expect(code.dumps.optimizedIR.contains("define"))
      let lines = code.dumps.assembly.split(separator: "\n")
      #expect(lines[0] == "add:" && lines.count > 3)
      #expect(lines[1].hasPrefix("  \(String(code.functions[0].address, radix: 16)):"))
      let silent = try compile(verified, makeAdd())
      defer { remove(silent) }
      #expect(silent.dumps.builtIR.isEmpty && silent.dumps.assembly.isEmpty)
    }

    // MARK: Failures

    private func failure(_ options: CompileOptions = verified, _ build: CompileSession.Builder)
      throws -> String
    {
      do throws(CompileFailure) {
        remove(try CompileSession.shared().compile("test", options, build: build))
        return "compiled"
      } catch { return error.message }
    }

    @Test func brokenModuleIsRejected() throws {
      #expect(
        try failure(verified, binary("broken") { _, _, _, _ in nil })
          .contains("does not have terminator"))
    }

    @Test func failuresAreTold() throws {
      #expect(
        try failure { (_, _, _) throws(CompileFailure) in throw CompileFailure("no idea") }
          == "no idea")
      #expect(
        try failure { (_, _, _) throws(CompileFailure) in ["nothing"] }
          .contains("does not define the entry nothing"))
      #expect(try failure { (_, _, _) throws(CompileFailure) in [] } == "a module without entries")
      var options = verified
      options.pipeline = "no-such-pass"
      #expect(try failure(options, makeAdd()).contains("no-such-pass"))
    }

    @Test func unknownFunctionIsAFailureOfThatModuleAlone() throws {
      let build = binary("calls") { llvm, builder, lhs, rhs in
        var types = [llvm.pointee.LLVMTypeOf(lhs), llvm.pointee.LLVMTypeOf(rhs)]
        let type = llvm.pointee.LLVMFunctionType(types[0], &types, 2, 0)
        let callee = llvm.pointee.LLVMAddFunction(module(llvm, builder), "no_such_function", type)
        var arguments = [lhs, rhs]
        return llvm.pointee.LLVMBuildCall2(builder, type, callee, &arguments, 2, "")
      }
      let before = try CompileSession.shared().liveCodeBytes
      #expect(try failure(verified, build).contains("no_such_function"))
      #expect(try CompileSession.shared().liveCodeBytes == before)
      #expect(try failure(verified, makeAdd()) == "compiled")
    }

    // MARK: The thread

    @Test func queueCompiles() throws {
      let queue = CompileQueue(.background)
      let jobs = (0..<10).map { _ in Compile() }
      for job in jobs { queue.submit(job) }
      // Code of other modules is made and removed meanwhile.
      for _ in 0..<10 { remove(try compile(verified, makeCheckedAdd())) }
      queue.waitUntilIdle()
      for job in jobs {
        #expect(call(job.code!, 20, 22) == 42)
        remove(job.code!)
      }
      queue.stop()
    }

    /// While the library is loaded, and later.
    @Test(arguments: [0, 2, 4, 6, 8, 10, 12, 20] as [UInt32])
    func exitDoesNotWaitForACompile(milliseconds: UInt32) async {
      await #expect(processExitsWith: .exitCode(7)) { [milliseconds] in
        let queue = CompileQueue(.background)
        for _ in 0..<10_000 { queue.submit(Compile()) }
        usleep(milliseconds * 1000)
        CompileQueue.exitProcess(7)
      }
    }

    @Test func forkedChildCompilesOrRefuses() async {
      await #expect(processExitsWith: .success) {
        let queue = CompileQueue(.background)
        for round in 0..<20 {
          let first = Compile()
          queue.submit(first)
          if round % 2 == 0 { queue.waitUntilIdle() }
          let child = taipan_fork()
          if child == 0 {
            let job = Compile()
            guard queue.submit(job) else { _exit(round % 2 == 0 ? 1 : 0) }
            queue.waitUntilIdle()
            _exit(job.code.map { call($0, 1, 1) == 2 } == true ? 0 : 2)
          }
          var status: Int32 = 0
          waitpid(child, &status, 0)
          precondition(status == 0, "round \(round): \(status)")
        }
        // LLVM's own data goes at the end of the process: nobody may be compiling then.
        queue.waitUntilIdle()
        exit(0)
      }
    }
  }
#else
  import JIT
  import Testing

  @Suite struct CompileSessionTests {
    @Test func libraryIsNotThere() {
      #expect(throws: CompileFailure.self) { _ = try LLVMLibrary.load() }
    }

    @Test(.disabled("built without the headers of LLVM")) func codeIsCompiled() {}
  }
#endif

#if TAIPAN_LLVM
  import CLLVM
  import JIT
  import Testing

  /// Why the tests of compiled code do not run here; nil where they do.
  let unavailable: String? = {
    do throws(CompileFailure) {
      _ = try CompileSession.shared()
      return nil
    } catch { return error.message }
  }()

  typealias Binary = @convention(c) (Int64, Int64) -> Int64

  /// A function of two ints, whose body is made by `body`.
  func binary(
    _ name: String,
    _ body: @escaping (LLVMTable, LLVMBuilderRef, LLVMValueRef, LLVMValueRef) -> LLVMValueRef?
  ) -> CompileSession.Builder {
    { (llvm, context, module) throws(CompileFailure) in
      let int = llvm.pointee.LLVMInt64TypeInContext(context)
      var parameters = [int, int]
      let type = llvm.pointee.LLVMFunctionType(int, &parameters, 2, 0)
      let function = llvm.pointee.LLVMAddFunction(module, name, type)!
      let builder = llvm.pointee.LLVMCreateBuilderInContext(context)!
      defer { llvm.pointee.LLVMDisposeBuilder(builder) }
      llvm.pointee.LLVMPositionBuilderAtEnd(
        builder, llvm.pointee.LLVMAppendBasicBlockInContext(context, function, "entry"))
      let result = body(
        llvm, builder, llvm.pointee.LLVMGetParam(function, 0),
        llvm.pointee.LLVMGetParam(function, 1))
      if let result { _ = llvm.pointee.LLVMBuildRet(builder, result) }
      return [name]
    }
  }

  func makeAdd(_ name: String = "add") -> CompileSession.Builder {
    binary(name) { llvm, builder, lhs, rhs in
      llvm.pointee.LLVMBuildAdd(builder, lhs, rhs, "sum")
    }
  }

  var verified: CompileOptions {
    var options = CompileOptions()
    options.verifies = true
    return options
  }

  @Suite(.serialized, .enabled(if: unavailable == nil, Comment(rawValue: unavailable ?? "")))
  struct CompileSessionTests {
    @Test(arguments: CompileOptions.Effort.allCases)
    func functionRuns(effort: CompileOptions.Effort) throws {
      var options = verified
      options.effort = effort
      let session = try CompileSession.shared()
      let code = try session.compile("test", options, build: makeAdd())
      #expect(unsafeBitCast(code.entry, to: Binary.self)(40, 2) == 42)
      #expect(code.functions[0].name == "add" && code.functions[0].size > 0)
      #expect(code.statistics.codeBytes >= code.functions[0].size)
      session.remove(code)
    }
  }
#endif

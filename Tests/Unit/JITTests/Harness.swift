#if TAIPAN_LLVM
  import CLLVM
  import JIT

  /// Why the tests of compiled code do not run here; nil where they do.
  let unavailable: String? = {
    do throws(CompileFailure) {
      _ = try CompileSession.shared()
      return nil
    } catch { return error.message }
  }()

  var verified: CompileOptions {
    var options = CompileOptions()
    options.verifies = true
    return options
  }

  func compile(_ options: CompileOptions, _ build: CompileSession.Builder) throws -> CompiledCode {
    try CompileSession.shared().compile("test", options, build: build)
  }

  func remove(_ code: CompiledCode) {
    do throws(CompileFailure) { try CompileSession.shared().remove(code) } catch {}
  }

  typealias Binary = @convention(c) (Int64, Int64) -> Int64

  func call(_ code: CompiledCode, _ lhs: Int64, _ rhs: Int64) -> Int64 {
    unsafeBitCast(code.entry, to: Binary.self)(lhs, rhs)
  }

  /// Compiles an addition on the compile thread.
  final class Compile: CompileJob {
    var code: CompiledCode?

    func run() { code = try? compile(verified, makeAdd()) }
  }

  // MARK: Functions

  /// Returns what the function that is being built returns; nil leaves its block open.
  typealias Body = (LLVMTable, LLVMBuilderRef, LLVMValueRef?, LLVMValueRef?) -> LLVMValueRef?

  /// A function of two ints.
  func binary(_ name: String, _ body: @escaping Body) -> CompileSession.Builder {
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

  /// The module that is being built.
  func module(_ llvm: LLVMTable, _ builder: LLVMBuilderRef) -> LLVMModuleRef? {
    let block = llvm.pointee.LLVMGetInsertBlock(builder)
    return llvm.pointee.LLVMGetGlobalParent(llvm.pointee.LLVMGetBasicBlockParent(block))
  }

  func makeAdd() -> CompileSession.Builder {
    binary("add") { llvm, builder, lhs, rhs in
      llvm.pointee.LLVMBuildAdd(builder, lhs, rhs, "sum")
    }
  }

  /// The sum, -1 where it overflows.
  func makeCheckedAdd() -> CompileSession.Builder {
    binary("add") { llvm, builder, lhs, rhs in
      let int = llvm.pointee.LLVMTypeOf(lhs)
      let name = "llvm.sadd.with.overflow"
      var overloads = [int]
      let intrinsic = llvm.pointee.LLVMGetIntrinsicDeclaration(
        module(llvm, builder), llvm.pointee.LLVMLookupIntrinsicID(name, name.utf8.count),
        &overloads,
        1)
      var arguments = [lhs, rhs]
      let pair = llvm.pointee.LLVMBuildCall2(
        builder, llvm.pointee.LLVMGlobalGetValueType(intrinsic), intrinsic, &arguments, 2, "")
      return llvm.pointee.LLVMBuildSelect(
        builder, llvm.pointee.LLVMBuildExtractValue(builder, pair, 1, "overflow"),
        llvm.pointee.LLVMConstAllOnes(int),
        llvm.pointee.LLVMBuildExtractValue(builder, pair, 0, "sum"), "")
    }
  }

  /// Calls a function of two ints at an address.
  func makeCall(_ address: UInt) -> CompileSession.Builder {
    binary("call") { llvm, builder, lhs, rhs in
      let int = llvm.pointee.LLVMTypeOf(lhs)
      var types = [int, int]
      let type = llvm.pointee.LLVMFunctionType(int, &types, 2, 0)
      let context = llvm.pointee.LLVMGetModuleContext(module(llvm, builder))
      let callee = llvm.pointee.LLVMConstIntToPtr(
        llvm.pointee.LLVMConstInt(int, UInt64(address), 0),
        llvm.pointee.LLVMPointerTypeInContext(context, 0))
      var arguments = [lhs, rhs]
      return llvm.pointee.LLVMBuildCall2(builder, type, callee, &arguments, 2, "result")
    }
  }
#endif

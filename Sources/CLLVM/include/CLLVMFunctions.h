// The functions of LLVM's C interface that the compiler may call: the only list of them.
#ifndef CLLVM_FUNCTIONS_H
#define CLLVM_FUNCTIONS_H

// Needed to generate code for this machine and to read it again.
#if defined(__x86_64__)
#define TAIPAN_LLVM_TARGET_FUNCTIONS(X) \
  X(LLVMInitializeX86TargetInfo)        \
  X(LLVMInitializeX86Target)            \
  X(LLVMInitializeX86TargetMC)          \
  X(LLVMInitializeX86AsmPrinter)        \
  X(LLVMInitializeX86Disassembler)
#elif defined(__aarch64__)
#define TAIPAN_LLVM_TARGET_FUNCTIONS(X) \
  X(LLVMInitializeAArch64TargetInfo)    \
  X(LLVMInitializeAArch64Target)        \
  X(LLVMInitializeAArch64TargetMC)      \
  X(LLVMInitializeAArch64AsmPrinter)    \
  X(LLVMInitializeAArch64Disassembler)
#else
#define TAIPAN_LLVM_TARGET_FUNCTIONS(X)
#endif

// clang-format off
#define TAIPAN_LLVM_FUNCTIONS(X) \
  TAIPAN_LLVM_TARGET_FUNCTIONS(X) \
  /* Library */ \
  X(LLVMGetVersion) X(LLVMShutdown) X(LLVMCreateMessage) \
  X(LLVMDisposeMessage) \
  /* Errors */ \
  X(LLVMGetErrorMessage) X(LLVMDisposeErrorMessage) X(LLVMConsumeError) X(LLVMCreateStringError) \
  /* Memory buffers */ \
  X(LLVMCreateMemoryBufferWithMemoryRange) X(LLVMCreateMemoryBufferWithMemoryRangeCopy) \
  X(LLVMGetBufferStart) X(LLVMGetBufferSize) X(LLVMDisposeMemoryBuffer) \
  /* Contexts */ \
  X(LLVMContextCreate) X(LLVMContextDispose) X(LLVMContextSetDiagnosticHandler) \
  X(LLVMContextSetDiscardValueNames) X(LLVMContextShouldDiscardValueNames) \
  X(LLVMGetDiagInfoDescription) X(LLVMGetDiagInfoSeverity) \
  /* Modules */ \
  X(LLVMModuleCreateWithNameInContext) X(LLVMDisposeModule) X(LLVMCloneModule) X(LLVMSetTarget) \
  X(LLVMSetDataLayout) X(LLVMGetDataLayoutStr) X(LLVMGetModuleContext) X(LLVMSetSourceFileName) \
  X(LLVMGetModuleIdentifier) X(LLVMAddModuleFlag) X(LLVMPrintModuleToString) X(LLVMVerifyModule) \
  X(LLVMVerifyFunction) \
  /* Types */ \
  X(LLVMInt1TypeInContext) X(LLVMInt8TypeInContext) X(LLVMInt16TypeInContext) \
  X(LLVMInt32TypeInContext) X(LLVMInt64TypeInContext) X(LLVMInt128TypeInContext) \
  X(LLVMIntTypeInContext) X(LLVMFloatTypeInContext) X(LLVMDoubleTypeInContext) \
  X(LLVMVoidTypeInContext) X(LLVMPointerTypeInContext) X(LLVMLabelTypeInContext) \
  X(LLVMMetadataTypeInContext) X(LLVMFunctionType) X(LLVMStructTypeInContext) \
  X(LLVMStructCreateNamed) X(LLVMStructSetBody) X(LLVMStructGetTypeAtIndex) X(LLVMArrayType2) \
  X(LLVMVectorType) X(LLVMTypeOf) X(LLVMGetTypeKind) X(LLVMGetIntTypeWidth) X(LLVMGetReturnType) \
  X(LLVMCountParamTypes) X(LLVMGetParamTypes) X(LLVMGetElementType) X(LLVMPrintTypeToString) \
  /* Constants */ \
  X(LLVMConstInt) X(LLVMConstIntOfArbitraryPrecision) X(LLVMConstReal) X(LLVMConstNull) \
  X(LLVMConstAllOnes) X(LLVMConstPointerNull) X(LLVMGetUndef) X(LLVMGetPoison) \
  X(LLVMConstStructInContext) X(LLVMConstNamedStruct) X(LLVMConstArray2) X(LLVMConstVector) \
  X(LLVMConstStringInContext2) X(LLVMConstIntToPtr) X(LLVMConstPtrToInt) X(LLVMConstBitCast) \
  X(LLVMConstTrunc) X(LLVMConstAdd) X(LLVMConstSub) X(LLVMConstXor) X(LLVMConstNeg) \
  X(LLVMConstNot) X(LLVMConstGEP2) X(LLVMConstInBoundsGEP2) X(LLVMIsConstant) \
  X(LLVMIsAConstantInt) X(LLVMIsNull) X(LLVMIsUndef) X(LLVMIsPoison) X(LLVMConstIntGetZExtValue) X(LLVMConstIntGetSExtValue) \
  X(LLVMConstRealGetDouble) \
  /* Globals */ \
  X(LLVMAddGlobal) X(LLVMGetNamedGlobal) X(LLVMGetGlobalParent) X(LLVMGetFirstGlobal) \
  X(LLVMGetNextGlobal) X(LLVMSetInitializer) X(LLVMGetInitializer) X(LLVMSetGlobalConstant) \
  X(LLVMGlobalGetValueType) X(LLVMIsDeclaration) X(LLVMDeleteGlobal) X(LLVMSetLinkage) \
  X(LLVMGetLinkage) X(LLVMSetVisibility) X(LLVMSetSection) X(LLVMSetUnnamedAddress) \
  X(LLVMSetThreadLocal) \
  /* Functions */ \
  X(LLVMAddFunction) X(LLVMGetNamedFunction) X(LLVMGetFirstFunction) X(LLVMGetNextFunction) \
  X(LLVMDeleteFunction) X(LLVMCountParams) X(LLVMGetParams) X(LLVMGetParam) X(LLVMGetFirstParam) \
  X(LLVMGetNextParam) X(LLVMSetFunctionCallConv) X(LLVMGetFunctionCallConv) \
  X(LLVMSetParamAlignment) X(LLVMSetPersonalityFn) X(LLVMSetGC) \
  /* Attributes */ \
  X(LLVMGetEnumAttributeKindForName) X(LLVMCreateEnumAttribute) X(LLVMCreateTypeAttribute) \
  X(LLVMCreateStringAttribute) X(LLVMGetEnumAttributeValue) X(LLVMAddAttributeAtIndex) \
  X(LLVMRemoveEnumAttributeAtIndex) X(LLVMGetEnumAttributeAtIndex) X(LLVMAddCallSiteAttribute) \
  X(LLVMGetCallSiteEnumAttribute) \
  /* Values */ \
  X(LLVMGetValueName2) X(LLVMSetValueName2) X(LLVMGetValueKind) X(LLVMReplaceAllUsesWith) \
  X(LLVMGetFirstUse) X(LLVMGetNextUse) X(LLVMGetUser) X(LLVMGetUsedValue) X(LLVMGetOperand) \
  X(LLVMSetOperand) X(LLVMGetNumOperands) X(LLVMPrintValueToString) X(LLVMDumpValue) \
  X(LLVMIsAArgument) \
  /* Basic blocks */ \
  X(LLVMAppendBasicBlockInContext) X(LLVMInsertBasicBlockInContext) \
  X(LLVMCreateBasicBlockInContext) X(LLVMAppendExistingBasicBlock) X(LLVMDeleteBasicBlock) \
  X(LLVMRemoveBasicBlockFromParent) X(LLVMMoveBasicBlockBefore) X(LLVMMoveBasicBlockAfter) \
  X(LLVMGetEntryBasicBlock) X(LLVMGetFirstBasicBlock) X(LLVMGetNextBasicBlock) \
  X(LLVMGetPreviousBasicBlock) X(LLVMGetLastBasicBlock) X(LLVMCountBasicBlocks) \
  X(LLVMGetBasicBlockParent) X(LLVMGetBasicBlockTerminator) X(LLVMGetBasicBlockName) \
  X(LLVMBasicBlockAsValue) X(LLVMValueIsBasicBlock) X(LLVMValueAsBasicBlock) \
  /* Instructions */ \
  X(LLVMGetFirstInstruction) X(LLVMGetLastInstruction) X(LLVMGetNextInstruction) \
  X(LLVMGetPreviousInstruction) X(LLVMGetInstructionParent) X(LLVMGetInstructionOpcode) \
  X(LLVMGetICmpPredicate) X(LLVMInstructionClone) X(LLVMInstructionEraseFromParent) \
  X(LLVMInstructionRemoveFromParent) X(LLVMDeleteInstruction) X(LLVMGetNumSuccessors) \
  X(LLVMGetSuccessor) X(LLVMSetSuccessor) X(LLVMGetCondition) X(LLVMSetCondition) \
  X(LLVMIsATerminatorInst) \
  /* Builders */ \
  X(LLVMCreateBuilderInContext) X(LLVMDisposeBuilder) X(LLVMPositionBuilder) \
  X(LLVMPositionBuilderAtEnd) X(LLVMPositionBuilderBefore) X(LLVMGetInsertBlock) \
  X(LLVMClearInsertionPosition) X(LLVMInsertIntoBuilder) \
  /* Arithmetic */ \
  X(LLVMBuildBinOp) X(LLVMBuildAdd) X(LLVMBuildNSWAdd) X(LLVMBuildNUWAdd) X(LLVMBuildSub) \
  X(LLVMBuildNSWSub) X(LLVMBuildNUWSub) X(LLVMBuildMul) X(LLVMBuildNSWMul) X(LLVMBuildNUWMul) \
  X(LLVMBuildSDiv) X(LLVMBuildExactSDiv) X(LLVMBuildUDiv) X(LLVMBuildExactUDiv) X(LLVMBuildSRem) \
  X(LLVMBuildURem) X(LLVMBuildNeg) X(LLVMBuildNSWNeg) X(LLVMBuildFAdd) X(LLVMBuildFSub) \
  X(LLVMBuildFMul) X(LLVMBuildFDiv) X(LLVMBuildFRem) X(LLVMBuildFNeg) \
  /* Bits */ \
  X(LLVMBuildShl) X(LLVMBuildLShr) X(LLVMBuildAShr) X(LLVMBuildAnd) X(LLVMBuildOr) \
  X(LLVMBuildXor) X(LLVMBuildNot) \
  /* Comparisons */ \
  X(LLVMBuildICmp) X(LLVMBuildFCmp) X(LLVMBuildIsNull) X(LLVMBuildIsNotNull) \
  /* Casts */ \
  X(LLVMBuildCast) X(LLVMBuildTrunc) X(LLVMBuildZExt) X(LLVMBuildSExt) X(LLVMBuildIntCast2) \
  X(LLVMBuildFPToSI) X(LLVMBuildFPToUI) X(LLVMBuildSIToFP) X(LLVMBuildUIToFP) \
  X(LLVMBuildFPTrunc) X(LLVMBuildFPExt) X(LLVMBuildPtrToInt) X(LLVMBuildIntToPtr) \
  X(LLVMBuildBitCast) X(LLVMBuildPtrDiff2) \
  /* Memory */ \
  X(LLVMBuildAlloca) X(LLVMBuildArrayAlloca) X(LLVMBuildLoad2) X(LLVMBuildStore) \
  X(LLVMBuildGEP2) X(LLVMBuildInBoundsGEP2) X(LLVMBuildStructGEP2) X(LLVMBuildMemSet) \
  X(LLVMBuildMemCpy) X(LLVMBuildMemMove) X(LLVMBuildAtomicRMW) X(LLVMBuildAtomicCmpXchg) \
  X(LLVMBuildFence) X(LLVMBuildGlobalString) X(LLVMBuildGlobalStringPtr) \
  /* Other values */ \
  X(LLVMBuildPhi) X(LLVMAddIncoming) X(LLVMCountIncoming) X(LLVMGetIncomingValue) \
  X(LLVMGetIncomingBlock) X(LLVMBuildSelect) X(LLVMBuildFreeze) X(LLVMBuildExtractValue) \
  X(LLVMBuildInsertValue) X(LLVMBuildExtractElement) X(LLVMBuildInsertElement) \
  X(LLVMBuildShuffleVector) \
  /* Control flow */ \
  X(LLVMBuildBr) X(LLVMBuildCondBr) X(LLVMBuildSwitch) X(LLVMAddCase) X(LLVMBuildIndirectBr) \
  X(LLVMAddDestination) X(LLVMBlockAddress) X(LLVMBuildRet) X(LLVMBuildRetVoid) \
  X(LLVMBuildAggregateRet) X(LLVMBuildUnreachable) \
  /* Calls */ \
  X(LLVMBuildCall2) X(LLVMBuildCallWithOperandBundles) X(LLVMCreateOperandBundle) \
  X(LLVMDisposeOperandBundle) X(LLVMSetInstructionCallConv) X(LLVMGetInstructionCallConv) \
  X(LLVMSetTailCall) X(LLVMSetTailCallKind) X(LLVMGetCalledValue) X(LLVMGetCalledFunctionType) \
  X(LLVMGetNumArgOperands) X(LLVMGetArgOperand) X(LLVMLookupIntrinsicID) \
  X(LLVMGetIntrinsicDeclaration) X(LLVMGetIntrinsicID) X(LLVMIntrinsicGetType) \
  X(LLVMIntrinsicIsOverloaded) X(LLVMGetInlineAsm) \
  /* Flags of instructions */ \
  X(LLVMSetNSW) X(LLVMGetNSW) X(LLVMSetNUW) X(LLVMGetNUW) X(LLVMSetExact) X(LLVMGetExact) \
  X(LLVMSetNNeg) X(LLVMSetIsDisjoint) X(LLVMSetIsInBounds) X(LLVMSetFastMathFlags) \
  X(LLVMGetFastMathFlags) X(LLVMCanValueUseFastMathFlags) X(LLVMSetVolatile) X(LLVMGetVolatile) \
  X(LLVMSetAlignment) X(LLVMGetAlignment) X(LLVMSetOrdering) X(LLVMGetOrdering) \
  X(LLVMSetAtomicSingleThread) \
  /* Metadata */ \
  X(LLVMGetMDKindIDInContext) X(LLVMMDStringInContext2) X(LLVMMDNodeInContext2) \
  X(LLVMMetadataAsValue) X(LLVMValueAsMetadata) X(LLVMSetMetadata) X(LLVMGetMetadata) \
  X(LLVMHasMetadata) X(LLVMGlobalSetMetadata) X(LLVMReplaceMDNodeOperandWith) \
  X(LLVMGetOrInsertNamedMetadata) X(LLVMAddNamedMetadataOperand) \
  /* Targets and their data */ \
  X(LLVMParseCommandLineOptions) \
  X(LLVMGetDefaultTargetTriple) X(LLVMGetHostCPUName) X(LLVMGetHostCPUFeatures) \
  X(LLVMGetTargetFromTriple) X(LLVMCreateTargetMachine) X(LLVMDisposeTargetMachine) \
  X(LLVMCreateTargetMachineOptions) X(LLVMDisposeTargetMachineOptions) \
  X(LLVMSetTargetMachineAsmVerbosity) X(LLVMSetTargetMachineFastISel) \
  X(LLVMGetTargetMachineTriple) X(LLVMCreateTargetDataLayout) X(LLVMSetModuleDataLayout) \
  X(LLVMCopyStringRepOfTargetData) X(LLVMDisposeTargetData) X(LLVMABISizeOfType) \
  X(LLVMABIAlignmentOfType) X(LLVMOffsetOfElement) X(LLVMTargetMachineEmitToMemoryBuffer) \
  /* Passes */ \
  X(LLVMRunPasses) X(LLVMCreatePassBuilderOptions) X(LLVMDisposePassBuilderOptions) \
  X(LLVMPassBuilderOptionsSetVerifyEach) X(LLVMPassBuilderOptionsSetDebugLogging) \
  X(LLVMPassBuilderOptionsSetLoopInterleaving) X(LLVMPassBuilderOptionsSetLoopVectorization) \
  X(LLVMPassBuilderOptionsSetSLPVectorization) X(LLVMPassBuilderOptionsSetLoopUnrolling) \
  X(LLVMPassBuilderOptionsSetForgetAllSCEVInLoopUnroll) \
  X(LLVMPassBuilderOptionsSetLicmMssaOptCap) X(LLVMPassBuilderOptionsSetInlinerThreshold) \
  X(LLVMPassBuilderOptionsSetMergeFunctions) \
  /* ORC */ \
  X(LLVMOrcCreateLLJITBuilder) X(LLVMOrcDisposeLLJITBuilder) \
  X(LLVMOrcLLJITBuilderSetJITTargetMachineBuilder) \
  X(LLVMOrcJITTargetMachineBuilderCreateFromTargetMachine) X(LLVMOrcCreateLLJIT) \
  X(LLVMOrcDisposeLLJIT) X(LLVMOrcLLJITGetExecutionSession) X(LLVMOrcLLJITGetMainJITDylib) \
  X(LLVMOrcLLJITGetDataLayoutStr) X(LLVMOrcLLJITGetTripleString) X(LLVMOrcLLJITMangleAndIntern) \
  X(LLVMOrcExecutionSessionSetErrorReporter) X(LLVMOrcExecutionSessionIntern) \
  X(LLVMOrcExecutionSessionGetSymbolStringPool) X(LLVMOrcSymbolStringPoolClearDeadEntries) \
  X(LLVMOrcReleaseSymbolStringPoolEntry) X(LLVMOrcAbsoluteSymbols) X(LLVMOrcJITDylibDefine) \
  X(LLVMOrcJITDylibCreateResourceTracker) X(LLVMOrcReleaseResourceTracker) \
  X(LLVMOrcResourceTrackerRemove) X(LLVMOrcLLJITAddObjectFileWithRT) \
  X(LLVMOrcLLJITAddLLVMIRModuleWithRT) X(LLVMOrcLLJITLookup) \
  X(LLVMOrcCreateNewThreadSafeContext) X(LLVMOrcThreadSafeContextGetContext) \
  X(LLVMOrcDisposeThreadSafeContext) X(LLVMOrcCreateNewThreadSafeModule) \
  X(LLVMOrcDisposeThreadSafeModule) \
  /* Object files */ \
  X(LLVMCreateBinary) X(LLVMDisposeBinary) X(LLVMObjectFileCopySectionIterator) \
  X(LLVMObjectFileIsSectionIteratorAtEnd) X(LLVMDisposeSectionIterator) X(LLVMMoveToNextSection) \
  X(LLVMMoveToContainingSection) X(LLVMGetSectionName) X(LLVMGetSectionSize) \
  X(LLVMObjectFileCopySymbolIterator) X(LLVMObjectFileIsSymbolIteratorAtEnd) \
  X(LLVMDisposeSymbolIterator) X(LLVMMoveToNextSymbol) X(LLVMGetSymbolName) \
  X(LLVMGetSymbolAddress) X(LLVMGetSymbolSize) \
  /* Disassembly */ \
  X(LLVMCreateDisasmCPUFeatures) X(LLVMSetDisasmOptions) X(LLVMDisasmInstruction) \
  X(LLVMDisasmDispose)
// clang-format on
#endif

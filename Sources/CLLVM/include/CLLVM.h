// LLVM's C interface as a table of function pointers, filled when the first code is compiled: the
// program neither links LLVM nor looks for it before. Where the headers are missing the table is
// empty, and loading says so; Swift code that uses the table is compiled `#if TAIPAN_LLVM`.
#ifndef CLLVM_H
#define CLLVM_H
#include <stddef.h>

#include "CLLVMFunctions.h"

#if defined(TAIPAN_LLVM) && __has_include(<llvm-c/Core.h>)
#include <llvm-c/Analysis.h>
#include <llvm-c/Core.h>
#include <llvm-c/Disassembler.h>
#include <llvm-c/Error.h>
#include <llvm-c/LLJIT.h>
#include <llvm-c/Object.h>
#include <llvm-c/Orc.h>
#include <llvm-c/Support.h>
#include <llvm-c/Target.h>
#include <llvm-c/TargetMachine.h>
#include <llvm-c/Transforms/PassBuilder.h>

#define TAIPAN_HAS_LLVM 1
typedef struct LLVMFunctions {
#define FIELD(name) __typeof__(&name) name;
  TAIPAN_LLVM_FUNCTIONS(FIELD)
#undef FIELD
} LLVMFunctions;
#else
typedef struct LLVMFunctions {
} LLVMFunctions;
#endif

// Loads the library, fills the table and registers the host's target, all at the first call. NULL with
// one sentence in `message` where that is impossible. Not thread-safe; LLVMLibrary is.
const LLVMFunctions *taipan_llvm_load(char *message, size_t size);
#endif

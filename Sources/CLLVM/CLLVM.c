#define _GNU_SOURCE  // secure_getenv
#include "CLLVM.h"

#include <stdio.h>

#ifdef TAIPAN_HAS_LLVM
#include <dlfcn.h>
#include <stdlib.h>
#include <llvm/Config/llvm-config.h>

static LLVMFunctions functions;

// Debian's names, the one of other distributions, and the place of a version beside others.
static const char *const libraries[] = {
  "libLLVM-19.so", "libLLVM.so.19.1", "libLLVM-19.so.1", "/usr/lib/llvm-19/lib/libLLVM.so.1",
};

static const struct {
  const char *name;
  size_t offset;
} entries[] = {
#define ENTRY(name) {#name, offsetof(LLVMFunctions, name)},
  TAIPAN_LLVM_FUNCTIONS(ENTRY)
#undef ENTRY
};

// TAIPAN_LLVM_LIBRARY names the library where it has none of these names.
static void *openLibrary(void) {
  const char *named = secure_getenv("TAIPAN_LLVM_LIBRARY");
  if (named && *named) return dlopen(named, RTLD_LAZY | RTLD_LOCAL);
  for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
    void *library = dlopen(libraries[i], RTLD_LAZY | RTLD_LOCAL);
    if (library) return library;
  }
  return NULL;
}

// The name of the first function that the library lacks, or NULL when the table is complete.
static const char *fill(void *library) {
  for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
    void *address = dlsym(library, entries[i].name);
    if (!address) return entries[i].name;
    *(void **)((char *)&functions + entries[i].offset) = address;
  }
  return NULL;
}

const LLVMFunctions *taipan_llvm_load(char *message, size_t size) {
  void *library = openLibrary();
  if (!library) {
    snprintf(message, size, "LLVM %d is not installed: %s", LLVM_VERSION_MAJOR, dlerror());
    return NULL;
  }
  const char *missing = fill(library);
  if (missing) {
    snprintf(message, size, "the LLVM library has no function %s", missing);
    return NULL;
  }
  unsigned major, minor, patch;
  functions.LLVMGetVersion(&major, &minor, &patch);
  if (major != LLVM_VERSION_MAJOR) {
    snprintf(message, size, "built for LLVM %d, found LLVM %u.%u.%u", LLVM_VERSION_MAJOR, major, minor,
             patch);
    return NULL;
  }
#define CALL(name) functions.name();
  TAIPAN_LLVM_TARGET_FUNCTIONS(CALL)
#undef CALL
  return &functions;
}
#else
const LLVMFunctions *taipan_llvm_load(char *message, size_t size) {
  snprintf(message, size, "built without the headers of LLVM");
  return NULL;
}
#endif

#define _GNU_SOURCE  // secure_getenv
#include "CLLVM.h"

#include <stdio.h>

#ifdef TAIPAN_HAS_LLVM
#include <dlfcn.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <llvm/Config/llvm-config.h>

static LLVMFunctions functions;

// The whole library: Debian's names, the one of other distributions, the place of a version beside others.
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

// Fills the table from a library, unless it lacks a function or is another version.
static bool fill(void *library, char *message, size_t size) {
  for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
    void *address = dlsym(library, entries[i].name);
    if (!address) {
      snprintf(message, size, "the LLVM library has no function %s", entries[i].name);
      return false;
    }
    *(void **)((char *)&functions + entries[i].offset) = address;
  }
  unsigned major, minor, patch;
  functions.LLVMGetVersion(&major, &minor, &patch);
  if (major == LLVM_VERSION_MAJOR) return true;
  snprintf(message, size, "built for LLVM %d, found LLVM %u.%u.%u", LLVM_VERSION_MAJOR, major, minor,
           patch);
  return false;
}

static bool use(const char *name, char *message, size_t size) {
  void *library = dlopen(name, RTLD_LAZY | RTLD_LOCAL);
  if (!library) {
    snprintf(message, size, "LLVM %d is not installed: %s", LLVM_VERSION_MAJOR, dlerror());
    return false;
  }
  return fill(library, message, size);
}

// The small library that Tools/link-llvm made of the parts that are used. One that was made for another
// list of functions does not do.
static bool useLinkedParts(char *message, size_t size) {
  char path[PATH_MAX];
  const char *cache = secure_getenv("XDG_CACHE_HOME"), *home = secure_getenv("HOME");
  bool hasCache = cache && *cache;
  if (!hasCache && !home) return false;
  snprintf(path, sizeof path, "%s%s/taipan/llvm-%d/libtaipan-llvm.so", hasCache ? cache : home,
           hasCache ? "" : "/.cache", LLVM_VERSION_MAJOR);
  return use(path, message, size);
}

// TAIPAN_LLVM_LIBRARY names the one library to use.
static bool useAnyLibrary(char *message, size_t size) {
  const char *named = secure_getenv("TAIPAN_LLVM_LIBRARY");
  if (named && *named) return use(named, message, size);
  if (useLinkedParts(message, size)) return true;
  for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++)
    if (use(libraries[i], message, size)) return true;
  return false;
}

const LLVMFunctions *taipan_llvm_load(char *message, size_t size) {
  if (!useAnyLibrary(message, size)) return NULL;
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

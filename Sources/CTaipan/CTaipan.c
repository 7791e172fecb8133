#define _GNU_SOURCE
#include "CTaipan.h"

#include <link.h>
#include <setjmp.h>
#include <sys/auxv.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <string.h>
#include <unistd.h>

__attribute__((noinline)) void taipan_with_spilled_registers(void (*body)(const void *)) {
  jmp_buf registers;
  // setjmp mangles some registers on glibc; the builtin pushes all of them.
  __builtin_unwind_init();
  (void)setjmp(registers);
  body(&registers);
  __asm__ volatile("" : : "r"(&registers) : "memory");
}

int taipan_format_double(char *buffer, size_t size, const char *format, int precision, double d) {
  return snprintf(buffer, size, format, precision, d);
}

// The stack limit that the process was started with.
static struct rlimit original_stack_limit;
static int stack_limit_changed;

// The main thread's stack grows up to the limit of the moment, and the kernel keeps 128 MB free below it.
static void raise_stack_limit(void) {
  const rlim_t wanted = 64 << 20;
  if (getrlimit(RLIMIT_STACK, &original_stack_limit) != 0) return;
  struct rlimit limit = original_stack_limit;
  if (limit.rlim_cur >= wanted) return;
  limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
  stack_limit_changed = setrlimit(RLIMIT_STACK, &limit) == 0;
}

void taipan_restore_stack_limit(void) {
  if (stack_limit_changed) setrlimit(RLIMIT_STACK, &original_stack_limit);
}

// The C library passes main's arguments to initialisers. Swift would look for them, and
// pthread_getattr_np for the stack, in /proc/self/maps.
int taipan_argument_count;
char **taipan_arguments;

__attribute__((constructor)) static void note_arguments(int count, char **arguments) {
  taipan_argument_count = count;
  taipan_arguments = arguments;
}

// Stands for the part of Swift's library that looks for the arguments in /proc/self/maps before the program
// begins, whether anybody asks for them or not.
char **_swift_stdlib_getUnsafeArgvArgc(int *count);
char **_swift_stdlib_getUnsafeArgvArgc(int *count) {
  *count = taipan_argument_count;
  return taipan_arguments;
}

void _swift_stdlib_overrideUnsafeArgvArgc(char **arguments, int count);
void _swift_stdlib_overrideUnsafeArgvArgc(char **arguments, int count) {
  taipan_argument_count = count;
  taipan_arguments = arguments;
}

void *taipan_native_stack(intptr_t *size) {
  raise_stack_limit();
  // The kernel puts the program's path at the very top, above arguments and environment.
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  uintptr_t top = ((uintptr_t)getauxval(AT_EXECFN) + page) & ~(page - 1);
  struct rlimit limit;
  intptr_t bytes = 64 << 20;
  if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur < (rlim_t)bytes)
    bytes = (intptr_t)limit.rlim_cur;
  *size = bytes;
  return (void *)(top - (uintptr_t)bytes);
}

void taipan_random(void *memory, size_t count) {
  if (getrandom(memory, count, 0) < 0) return;
}

int taipan_fork(void) { return fork(); }

// The C library has asked the processor already; a virtual machine's answers take microseconds each.
#if defined(__x86_64__)
#if __has_include(<sys/platform/x86.h>)
#include <sys/platform/x86.h>
#define TAIPAN_CPU_HAS(name, text) (CPU_FEATURE_ACTIVE(name) != 0)
#else
#define TAIPAN_CPU_HAS(name, text) (__builtin_cpu_supports(text) != 0)
#endif
#endif

int taipan_has_fused_multiply(void) {
#if defined(__x86_64__)
  return TAIPAN_CPU_HAS(FMA, "fma");
#elif defined(__aarch64__)
  return 1;
#else
  return 0;
#endif
}

int taipan_has_rounding(void) {
#if defined(__x86_64__)
  return TAIPAN_CPU_HAS(SSE4_1, "sse4.1");
#else
  return 0;
#endif
}

static int find_build_number(struct dl_phdr_info *info, size_t size, void *number) {
  (void)size;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    if (info->dlpi_phdr[i].p_type != PT_NOTE) continue;
    const char *note = (const char *)(info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
    const char *end = note + info->dlpi_phdr[i].p_memsz;
    while (note + sizeof(ElfW(Nhdr)) <= end) {
      const ElfW(Nhdr) *header = (const ElfW(Nhdr) *)note;
      const char *name = note + sizeof *header;
      const char *content = name + ((header->n_namesz + 3) & ~3u);
      if (header->n_type == NT_GNU_BUILD_ID && header->n_descsz >= 8 && !memcmp(name, "GNU", 4)) {
        memcpy(number, content, 8);
        return 1;
      }
      note = content + ((header->n_descsz + 3) & ~3u);
    }
  }
  // The program itself comes first.
  return 1;
}

uint64_t taipan_build_number(void) {
  uint64_t number = 0;
  dl_iterate_phdr(find_build_number, &number);
  return number;
}

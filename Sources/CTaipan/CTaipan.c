#define _GNU_SOURCE
#include "CTaipan.h"

#include <pthread.h>
#include <setjmp.h>
#include <sys/random.h>
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

void *taipan_native_stack(intptr_t *size) {
  pthread_attr_t attributes;
  void *low = NULL;
  size_t bytes = 0;
  pthread_getattr_np(pthread_self(), &attributes);
  pthread_attr_getstack(&attributes, &low, &bytes);
  pthread_attr_destroy(&attributes);
  *size = (intptr_t)bytes;
  return low;
}

void taipan_random(void *memory, size_t count) {
  if (getrandom(memory, count, 0) < 0) return;
}

int taipan_fork(void) { return fork(); }

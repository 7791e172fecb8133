#include "CTaipan.h"

#include <setjmp.h>

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

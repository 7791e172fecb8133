// The C side of the runtime: what Swift cannot say itself.
#ifndef CTAIPAN_H
#define CTAIPAN_H
#include <errno.h>
#include <gmp.h>

#include "complex_functions.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "TextSearch.h"
#include "compression.h"
#include "system_calls.h"
#include "threads.h"

// Spills the callee-saved registers to the stack and calls `body` with an address below them.
void taipan_with_spilled_registers(void (*body)(const void *stackPointer));

// The arguments of main.
extern int taipan_argument_count;
extern char **taipan_arguments;

// Lowest address that the main thread's stack may grow to; its size goes to `size`. The soft limit of
// the stack is raised to 64 MB first, as far as the hard limit lets it.
void *taipan_native_stack(intptr_t *size);

// Gives the stack limit back that the process was started with: for programs that it executes.
void taipan_restore_stack_limit(void);

// A number that the linker made of the program's content: two builds differ in it. 0 if there is none.
uint64_t taipan_build_number(void);

// Takes the pages of code and constants out of memory that programs and libraries have mapped from their files:
// of the one that `member` is part of, or of all if it is NULL. They come back as they are used, at a microsecond
// for 16 of them. Not where TAIPAN_KEEP_PAGES is set: a debugger's breakpoints would go with them.
void taipan_release_program_pages(const void *member);

// fork, which Swift hides.
int taipan_fork(void);

// Fills memory with random bytes from the system.
void taipan_random(void *memory, size_t count);

// snprintf of one double; `format` has `*` for the precision.
int taipan_format_double(char *buffer, size_t size, const char *format, int precision, double d);

// Whether the processor has an instruction for `a * b + c`, rounded once.
int taipan_has_fused_multiply(void);

// Whether it is an x86-64 that rounds floats to whole ones.
int taipan_has_rounding(void);

// errno, which Swift sees as a function call of the C library's choosing.
/* Moves a word by itself: compilers make no larger moves of several of these. */
static inline void taipan_move_word(void *to, const void *from) {
  *(volatile unsigned long long *)to = *(const volatile unsigned long long *)from;
}

static inline int taipan_errno(void) { return errno; }
static inline void taipan_set_errno(int value) { errno = value; }
#endif

// Threads of Python code: the interpreter lock, and semaphores to wait on.
#ifndef TAIPAN_THREADS_H
#define TAIPAN_THREADS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The thread that calls it holds the interpreter lock from now on; no other thread may know of it.
void taipan_interpreter_lock_init(void);

// Waits for the interpreter lock. Calls `ask` whenever `interval` microseconds pass in which its holder has
// not given it up. Once the process ends, it never returns.
void taipan_interpreter_lock_take(void (*ask)(void), long interval);

// Gives the interpreter lock up.
void taipan_interpreter_lock_drop(void);

// The same, and returns only when a thread that waits for the lock has had it.
void taipan_interpreter_lock_hand_over(void);

// From now on no thread but the calling one, which holds the lock, gets it any more.
void taipan_interpreter_lock_keep(void);

// Starts a detached thread with at least `stackSize` bytes of stack, which calls `body` with `context` and an
// address above everything that `body` has on the stack; its pthread_t goes to `identity`. Returns errno's
// code; 0 when it runs.
int taipan_start_thread(size_t stackSize, void (*body)(void *context, const void *stackBase),
                        void *context, uintptr_t *identity);

// What the calling thread is known by (a thread record); NULL for the main thread and those of C code.
void taipan_set_own_thread(void *record);
void *taipan_own_thread(void);

// The calling thread's place for a value of errno that `_ctypes` keeps apart from the C library's.
int *taipan_errno_copy(void);

// The lowest address of the calling thread's stack; its size goes to `size`.
void *taipan_thread_stack(intptr_t *size);

// The system's number of the calling thread.
int taipan_thread_number(void);

// The processor that the calling thread runs on.
int taipan_processor(void);

// Keeps the calling thread off a processor, where the process may use others.
void taipan_stay_off_processor(int processor);

// A POSIX semaphore, in memory of the caller.
enum { TAIPAN_SEMAPHORE_WORDS = 4 };
void taipan_semaphore_init(void *semaphore);
void taipan_semaphore_post(void *semaphore);
// Waits until `deadline` (CLOCK_MONOTONIC, in seconds; infinite for no limit). Returns errno's code: 0,
// EINTR, ETIMEDOUT.
int taipan_semaphore_wait(void *semaphore, double deadline);

// Spills the callee-saved registers to the stack and calls `body` with an address below them and `context`.
void taipan_with_spilled_registers_in(void (*body)(const void *stackPointer, void *context),
                                      void *context);
#endif

#define _GNU_SOURCE
#include "threads.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <setjmp.h>
#include <time.h>
#include <unistd.h>

_Static_assert(sizeof(sem_t) <= TAIPAN_SEMAPHORE_WORDS * sizeof(uint64_t), "room for a semaphore");

// The scheme is that of CPython's ceval_gil.c: a waiting thread asks the holder after an interval, and the
// holder that gives the lock up on request waits until another one has it, or it would win it back at once.
static struct {
  pthread_mutex_t mutex;
  pthread_cond_t dropped;
  pthread_cond_t taken;
  unsigned long switches;
  int waiting;
  bool isHeld;
  bool isKept;
} lock;

void taipan_interpreter_lock_init(void) {
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_mutex_init(&lock.mutex, NULL);
  pthread_cond_init(&lock.dropped, &attributes);
  pthread_cond_init(&lock.taken, &attributes);
  pthread_condattr_destroy(&attributes);
  lock.switches = 0;
  lock.waiting = 0;
  lock.isHeld = true;
  lock.isKept = false;
}

static struct timespec moment_after(long microseconds) {
  struct timespec moment;
  clock_gettime(CLOCK_MONOTONIC, &moment);
  moment.tv_sec += microseconds / 1000000;
  moment.tv_nsec += microseconds % 1000000 * 1000;
  if (moment.tv_nsec >= 1000000000) {
    moment.tv_sec++;
    moment.tv_nsec -= 1000000000;
  }
  return moment;
}

void taipan_interpreter_lock_take(void (*ask)(void), long interval) {
  pthread_mutex_lock(&lock.mutex);
  lock.waiting++;
  while (lock.isHeld || lock.isKept) {
    unsigned long before = lock.switches;
    struct timespec until = moment_after(interval);
    int code = pthread_cond_timedwait(&lock.dropped, &lock.mutex, &until);
    bool isStuck = code == ETIMEDOUT && lock.switches == before && !lock.isKept;
    if (isStuck && lock.isHeld) ask();
  }
  lock.waiting--;
  lock.isHeld = true;
  lock.switches++;
  pthread_cond_broadcast(&lock.taken);
  pthread_mutex_unlock(&lock.mutex);
}

void taipan_interpreter_lock_drop(void) {
  pthread_mutex_lock(&lock.mutex);
  lock.isHeld = false;
  pthread_cond_signal(&lock.dropped);
  pthread_mutex_unlock(&lock.mutex);
}

void taipan_interpreter_lock_hand_over(void) {
  pthread_mutex_lock(&lock.mutex);
  unsigned long before = lock.switches;
  lock.isHeld = false;
  pthread_cond_signal(&lock.dropped);
  while (lock.waiting > 0 && lock.switches == before) pthread_cond_wait(&lock.taken, &lock.mutex);
  pthread_mutex_unlock(&lock.mutex);
}

void taipan_interpreter_lock_keep(void) {
  pthread_mutex_lock(&lock.mutex);
  lock.isKept = true;
  pthread_mutex_unlock(&lock.mutex);
}

// What a new thread runs, on the stack of the one that starts it.
typedef struct {
  void (*body)(void *, const void *);
  void *context;
  sem_t hasStarted;
} Start;

static void *enter(void *argument) {
  Start *start = argument;
  void (*body)(void *, const void *) = start->body;
  void *context = start->context;
  sem_post(&start->hasStarted);
  body(context, __builtin_frame_address(0));
  return NULL;
}

int taipan_start_thread(size_t stackSize, void (*body)(void *, const void *), void *context,
                        uintptr_t *identity) {
  Start start = {.body = body, .context = context};
  sem_init(&start.hasStarted, 0, 0);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, stackSize);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_t thread;
  int code = pthread_create(&thread, &attributes, enter, &start);
  pthread_attr_destroy(&attributes);
  *identity = code == 0 ? (uintptr_t)thread : 0;
  while (code == 0 && sem_wait(&start.hasStarted) != 0 && errno == EINTR) {
  }
  return code;
}

static _Thread_local void *own_thread;
static _Thread_local int errno_copy;

void taipan_set_own_thread(void *record) { own_thread = record; }

void *taipan_own_thread(void) { return own_thread; }

int *taipan_errno_copy(void) { return &errno_copy; }

void *taipan_thread_stack(intptr_t *size) {
  pthread_attr_t attributes;
  void *start = NULL;
  size_t count = 0;
  pthread_getattr_np(pthread_self(), &attributes);
  pthread_attr_getstack(&attributes, &start, &count);
  pthread_attr_destroy(&attributes);
  *size = (intptr_t)count;
  return start;
}

int taipan_thread_number(void) { return gettid(); }

int taipan_processor(void) { return sched_getcpu(); }

void taipan_stay_off_processor(int processor) {
  cpu_set_t set;
  // What the process's first thread may use, as this thread's own set is what was left of it last time.
  if (processor < 0 || sched_getaffinity(getpid(), sizeof set, &set) != 0) return;
  CPU_CLR(processor, &set);
  if (CPU_COUNT(&set) > 0) sched_setaffinity(0, sizeof set, &set);
}

void taipan_semaphore_init(void *semaphore) { sem_init(semaphore, 0, 0); }

void taipan_semaphore_post(void *semaphore) { sem_post(semaphore); }

int taipan_semaphore_wait(void *semaphore, double deadline) {
  if (isinf(deadline)) return sem_wait(semaphore) == 0 ? 0 : errno;
  struct timespec moment = {(time_t)deadline, (long)((deadline - floor(deadline)) * 1e9)};
  return sem_clockwait(semaphore, CLOCK_MONOTONIC, &moment) == 0 ? 0 : errno;
}

__attribute__((noinline)) void
taipan_with_spilled_registers_in(void (*body)(const void *, void *), void *context) {
  jmp_buf registers;
  __builtin_unwind_init();
  (void)setjmp(registers);
  body(&registers, context);
  __asm__ volatile("" : : "r"(&registers) : "memory");
}

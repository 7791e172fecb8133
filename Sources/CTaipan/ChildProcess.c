// The child's side of `subprocess`: between fork and exec only async-signal-safe calls are made.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CTaipan.h"

static void close_range_or_loop(unsigned first, unsigned last) {
  if (first > last) return;
  if (syscall(SYS_close_range, first, last, 0) == 0) return;
  long limit = sysconf(_SC_OPEN_MAX);
  if (last > (unsigned)limit) last = (unsigned)limit;
  for (unsigned descriptor = first; descriptor <= last; descriptor++) close((int)descriptor);
}

static void close_others(const TaipanChild *child) {
  unsigned next = 3;
  for (long i = 0; i < child->keptCount; i++) {
    unsigned kept = (unsigned)child->kept[i];
    if (kept < next) continue;
    if (kept > 0) close_range_or_loop(next, kept - 1);
    next = kept + 1;
  }
  close_range_or_loop(next, ~0u);
}

static int keep_open(int descriptor) {
  int flags = fcntl(descriptor, F_GETFD);
  return flags < 0 ? -1 : fcntl(descriptor, F_SETFD, flags & ~FD_CLOEXEC);
}

// What is passed on stays open in the program; what the child reports by does not.
static int keep_passed(const TaipanChild *child) {
  for (long i = 0; i < child->keptCount; i++)
    if (child->kept[i] != child->reportDescriptor && keep_open(child->kept[i]) < 0) return -1;
  return 0;
}

static int place(int descriptor, int target) {
  if (descriptor == target) return keep_open(descriptor);
  if (descriptor < 0) return 0;
  return dup2(descriptor, target) < 0 ? -1 : 0;
}

static int connect_streams(const TaipanChild *child) {
  int input = child->childInput, output = child->childOutput, errors = child->childErrors;
  if (child->parentInput >= 0) close(child->parentInput);
  if (child->parentOutput >= 0) close(child->parentOutput);
  if (child->parentErrors >= 0) close(child->parentErrors);
  // Descriptors in the places of the standard streams would be overwritten.
  if (output == 0 && (output = dup(output)) < 0) return -1;
  while (errors == 0 || errors == 1)
    if ((errors = dup(errors)) < 0) return -1;
  return place(input, 0) || place(output, 1) || place(errors, 2) ? -1 : 0;
}

static void restore_signals(void) {
  signal(SIGPIPE, SIG_DFL);
#ifdef SIGXFSZ
  signal(SIGXFSZ, SIG_DFL);
#endif
}

static int set_identity(const TaipanChild *child) {
  if (child->groupCount >= 0 && setgroups((size_t)child->groupCount, child->groups) != 0) return -1;
  if (child->groupID >= 0 && setregid((gid_t)child->groupID, (gid_t)child->groupID) != 0) return -1;
  if (child->userID >= 0 && setreuid((uid_t)child->userID, (uid_t)child->userID) != 0) return -1;
  return 0;
}

// The errno of the failed program with the most to say, as the search of a path does.
static void execute(const TaipanChild *child) {
  int saved = 0;
  for (char *const *path = child->paths; *path; path++) {
    if (child->environment) execve(*path, child->arguments, child->environment);
    else execv(*path, child->arguments);
    if (errno != ENOENT && errno != ENOTDIR && saved == 0) saved = errno;
  }
  if (saved) errno = saved;
}

static void report(int descriptor, const char *kind, int number, const char *detail) {
  char text[64];
  int count = 0;
  while (*kind) text[count++] = *kind++;
  text[count++] = ':';
  char digits[16];
  int length = 0;
  unsigned rest = (unsigned)number;
  do digits[length++] = "0123456789ABCDEF"[rest & 15];
  while (rest >>= 4);
  while (length) text[count++] = digits[--length];
  text[count++] = ':';
  while (*detail) text[count++] = *detail++;
  if (write(descriptor, text, (size_t)count) < 0) return;
}

static void run_child(const TaipanChild *child, int (*prepare)(void)) {
  int descriptor = child->reportDescriptor;
  const char *detail = "noexec";
  if (keep_passed(child) || connect_streams(child)) goto failed;
  if (child->folder && chdir(child->folder) != 0) { detail = "noexec:chdir"; goto failed; }
  if (child->mask >= 0) umask((mode_t)child->mask);
  if (child->restoreSignals) restore_signals();
  if (child->newSession && setsid() < 0) goto failed;
  if (child->processGroup >= 0 && setpgid(0, child->processGroup) != 0) goto failed;
  if (set_identity(child)) goto failed;
  if (prepare && prepare() != 0) {
    report(descriptor, "SubprocessError", 0, "Exception occurred in preexec_fn.");
    return;
  }
  if (child->closeDescriptors) close_others(child);
  detail = "";
  taipan_restore_stack_limit();
  execute(child);
failed:
  report(descriptor, "OSError", errno, detail);
}

// Without a copy of the address space, whose making takes longer than the child: until it runs its program
// the child borrows the parent's memory, and the parent waits. No handler may run in the child meanwhile, so
// all signals are blocked; those that have handlers are forgotten first, then the mask is given back.
static int start_borrowing(const TaipanChild *child) {
  sigset_t all, mask;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, &mask);
  int pid = vfork();
  if (pid == 0) {
    for (int number = 1; number < NSIG; number++) {
      struct sigaction action;
      if (sigaction(number, NULL, &action) != 0 || action.sa_handler == SIG_IGN
          || action.sa_handler == SIG_DFL)
        continue;
      signal(number, SIG_DFL);
    }
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
    run_child(child, NULL);
    _exit(255);
  }
  pthread_sigmask(SIG_SETMASK, &mask, NULL);
  return pid;
}

int taipan_start_child(const TaipanChild *child, int (*prepare)(void)) {
  // What changes the identity is a call to all threads, and Python code needs memory of its own.
  bool mayBorrow = !prepare && child->groupCount < 0 && child->groupID < 0 && child->userID < 0;
  if (mayBorrow) return start_borrowing(child);
  int pid = fork();
  if (pid == 0) {
    run_child(child, prepare);
    _exit(255);
  }
  return pid;
}

// System interfaces that Swift's Glibc module leaves out.
#ifndef TAIPAN_SYSTEM_CALLS_H
#define TAIPAN_SYSTEM_CALLS_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <net/if.h>
#include <netdb.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/xattr.h>

// h_errno, a macro.
static inline int taipan_host_error(void) { return h_errno; }

// Waits for one descriptor; poll(2) with one entry. `forWriting` chooses the direction.
int taipan_wait_descriptor(int descriptor, int forWriting, int milliseconds);

// System calls that the C library declares only for its own extensions.
int taipan_pidfd_open(int process, unsigned flags);
int taipan_pidfd_send_signal(int descriptor, int number, unsigned flags);

/// `prlimit`: a process's limits of a kind, which `limits` replaces unless it is null.
int taipan_process_limits(int process, int kind, const struct rlimit *limits,
                          struct rlimit *old);

/// What `siginfo_t` says; its fields are macros, or names of Swift's.
struct taipan_signal_information {
  int number, code, error, process;
  unsigned user;
  int status;
  long band;
};
typedef struct taipan_signal_information taipan_signal_information;

/// `sigtimedwait`; without a limit for negative seconds. Below zero: see `errno`.
int taipan_wait_for_signal(const sigset_t *set, double seconds,
                           struct taipan_signal_information *result);
int taipan_pipe2(int *ends, int flags);
// statvfs or, without a path, fstatvfs: the structure's numbers in its order, the file system's id last.
int taipan_statvfs(const char *path, int descriptor, unsigned long *fields);
long taipan_sendfile(int out, int in, long *offset, size_t count);
// A process's or thread's processors: bits in `size` bytes, a multiple of a word's.
int taipan_get_affinity(int process, unsigned long *set, size_t size);
int taipan_set_affinity(int process, const unsigned long *set, size_t size);

long taipan_read_vectors(int descriptor, const struct iovec *parts, int count, long offset, int flags);
long taipan_write_vectors(int descriptor, const struct iovec *parts, int count, long offset, int flags);
long taipan_copy_range(int source, long *sourceOffset, int target, long *targetOffset, size_t count);
long taipan_splice(
    int source, long *sourceOffset, int target, long *targetOffset, size_t count, unsigned flags);
int taipan_memory_file(const char *name, unsigned flags);
// The real, effective and saved id.
int taipan_user_ids(unsigned *ids);
int taipan_group_ids(unsigned *ids);
int taipan_set_user_ids(unsigned real, unsigned effective, unsigned saved);
int taipan_set_group_ids(unsigned real, unsigned effective, unsigned saved);
int taipan_unshare(int flags);
int taipan_enter_namespace(int descriptor, int kind);
// waitid(2): process, user, signal, status and code of a child, all 0 where none is waiting.
int taipan_wait_id(unsigned kind, unsigned id, int options, int *fields);

// Has a program that is started close all descriptors from one on.
int taipan_add_close_from(posix_spawn_file_actions_t *actions, int first);

// posix_spawn or, with `searches`, posix_spawnp; the child gets the stack limit that this process was given.
// An error number, or 0.
int taipan_spawn(
    int searches, int *process, const char *path, const posix_spawn_file_actions_t *actions,
    const posix_spawnattr_t *attributes, char *const *arguments, char *const *environment);

// fork and exec of `_posixsubprocess`; see ChildProcess.c.
typedef struct {
  char *const *paths;        // candidates for the program, null at the end
  char *const *arguments;    // null at the end
  char *const *environment;  // null: the parent's
  const char *folder;        // null: the parent's
  const int *kept;           // sorted descriptors that stay open
  long keptCount;
  int childInput, childOutput, childErrors;  // -1: inherited
  int parentInput, parentOutput, parentErrors;
  int reportDescriptor;
  int closeDescriptors, restoreSignals, newSession;
  int processGroup;  // -1: the parent's
  long groupCount;   // -1: unchanged
  const gid_t *groups;
  long userID, groupID;  // -1: unchanged
  int mask;              // -1: unchanged
} TaipanChild;

// Starts the child; its process id, or -1 with errno.
int taipan_start_child(const TaipanChild *child, int (*prepare)(void));
#endif

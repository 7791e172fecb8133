#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "CTaipan.h"

int taipan_wait_descriptor(int descriptor, int forWriting, int milliseconds) {
  struct pollfd entry = {descriptor, forWriting ? POLLOUT : POLLIN, 0};
  return poll(&entry, 1, milliseconds);
}

int taipan_pidfd_open(int process, unsigned flags) {
  return (int)syscall(SYS_pidfd_open, process, flags);
}

int taipan_process_limits(int process, int kind, const struct rlimit *limits,
                          struct rlimit *old) {
  return prlimit(process, kind, limits, old);
}

int taipan_pidfd_send_signal(int descriptor, int number, unsigned flags) {
  return (int)syscall(SYS_pidfd_send_signal, descriptor, number, NULL, flags);
}

int taipan_wait_for_signal(const sigset_t *set, double seconds,
                           struct taipan_signal_information *result) {
  siginfo_t information;
  struct timespec limit;
  limit.tv_sec = (time_t)seconds;
  limit.tv_nsec = (long)((seconds - (double)limit.tv_sec) * 1e9);
  int number = seconds < 0 ? sigwaitinfo(set, &information)
                           : sigtimedwait(set, &information, &limit);
  if (number < 0)
    return number;
  result->number = information.si_signo;
  result->code = information.si_code;
  result->error = information.si_errno;
  result->process = information.si_pid;
  result->user = information.si_uid;
  result->status = information.si_status;
  result->band = information.si_band;
  return number;
}

int taipan_pipe2(int *ends, int flags) { return pipe2(ends, flags); }

long taipan_sendfile(int out, int in, long *offset, size_t count) {
  return sendfile(out, in, offset, count);
}

int taipan_get_affinity(int process, unsigned long *set, size_t size) {
  return sched_getaffinity(process, size, (cpu_set_t *)set);
}

int taipan_set_affinity(int process, const unsigned long *set, size_t size) {
  return sched_setaffinity(process, size, (const cpu_set_t *)set);
}

int taipan_statvfs(const char *path, int descriptor, unsigned long *fields) {
  struct statvfs info;
  int result = path ? statvfs(path, &info) : fstatvfs(descriptor, &info);
  if (result != 0) return result;
  unsigned long all[] = {
      info.f_bsize, info.f_frsize, info.f_blocks, info.f_bfree, info.f_bavail,
      info.f_files, info.f_ffree,  info.f_favail, info.f_flag,  info.f_namemax, info.f_fsid,
  };
  for (int i = 0; i < 11; i++) fields[i] = all[i];
  return 0;
}

long taipan_read_vectors(int descriptor, const struct iovec *parts, int count, long offset, int flags) {
  return preadv2(descriptor, parts, count, offset, flags);
}

long taipan_write_vectors(int descriptor, const struct iovec *parts, int count, long offset, int flags) {
  return pwritev2(descriptor, parts, count, offset, flags);
}

long taipan_copy_range(int source, long *sourceOffset, int target, long *targetOffset, size_t count) {
  return copy_file_range(source, sourceOffset, target, targetOffset, count, 0);
}

long taipan_splice(
    int source, long *sourceOffset, int target, long *targetOffset, size_t count, unsigned flags) {
  return splice(source, sourceOffset, target, targetOffset, count, flags);
}

int taipan_memory_file(const char *name, unsigned flags) { return memfd_create(name, flags); }

int taipan_user_ids(unsigned *ids) { return getresuid(ids, ids + 1, ids + 2); }

int taipan_group_ids(unsigned *ids) { return getresgid(ids, ids + 1, ids + 2); }

int taipan_set_user_ids(unsigned real, unsigned effective, unsigned saved) {
  return setresuid(real, effective, saved);
}

int taipan_set_group_ids(unsigned real, unsigned effective, unsigned saved) {
  return setresgid(real, effective, saved);
}

int taipan_unshare(int flags) { return unshare(flags); }

int taipan_enter_namespace(int descriptor, int kind) { return setns(descriptor, kind); }

int taipan_wait_id(unsigned kind, unsigned id, int options, int *fields) {
  siginfo_t info = {0};
  int result = waitid((idtype_t)kind, id, &info, options);
  int all[] = {info.si_pid, (int)info.si_uid, info.si_signo, info.si_status, info.si_code};
  for (int i = 0; i < 5; i++) fields[i] = all[i];
  return result;
}

int taipan_add_close_from(posix_spawn_file_actions_t *actions, int first) {
  return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

int taipan_spawn(
    int searches, int *process, const char *path, const posix_spawn_file_actions_t *actions,
    const posix_spawnattr_t *attributes, char *const *arguments, char *const *environment) {
  struct rlimit limit;
  int known = getrlimit(RLIMIT_STACK, &limit) == 0;
  taipan_restore_stack_limit();
  int code = (searches ? posix_spawnp : posix_spawn)(
      process, path, actions, attributes, arguments, environment);
  if (known) setrlimit(RLIMIT_STACK, &limit);
  return code;
}

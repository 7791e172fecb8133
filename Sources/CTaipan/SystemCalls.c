#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/sendfile.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "system_calls.h"

int taipan_wait_descriptor(int descriptor, int forWriting, int milliseconds) {
  struct pollfd entry = {descriptor, forWriting ? POLLOUT : POLLIN, 0};
  return poll(&entry, 1, milliseconds);
}

int taipan_pidfd_open(int process, unsigned flags) {
  return (int)syscall(SYS_pidfd_open, process, flags);
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

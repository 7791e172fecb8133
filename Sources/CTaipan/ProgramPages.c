// Pages of program files that are no longer needed.
#define _GNU_SOURCE
#include <link.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "CTaipan.h"

static const uintptr_t pageSize = 4096;

static int contains(const struct dl_phdr_info *info, uintptr_t address) {
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *part = &info->dlpi_phdr[i];
    if (part->p_type == PT_LOAD && address - (info->dlpi_addr + part->p_vaddr) < part->p_memsz) return 1;
  }
  return 0;
}

static int release(struct dl_phdr_info *info, size_t size, void *member) {
  (void)size;
  if (member && !contains(info, (uintptr_t)member)) return 0;
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr) *part = &info->dlpi_phdr[i];
    if (part->p_type != PT_LOAD || part->p_flags & PF_W) continue;
    uintptr_t start = (info->dlpi_addr + part->p_vaddr) & ~(pageSize - 1);
    uintptr_t end = (info->dlpi_addr + part->p_vaddr + part->p_memsz + pageSize - 1) & ~(pageSize - 1);
    // Advice only.
    madvise((void *)start, end - start, MADV_DONTNEED);
  }
  return 0;
}

void taipan_release_program_pages(const void *member) {
  if (getenv("TAIPAN_KEEP_PAGES")) return;
  dl_iterate_phdr(release, (void *)member);
}

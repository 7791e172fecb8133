#define _GNU_SOURCE
#include "TextSearch.h"

#include <string.h>

const void *taipan_memmem(const void *text, size_t textSize, const void *needle, size_t needleSize) {
  return memmem(text, textSize, needle, needleSize);
}

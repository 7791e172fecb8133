// Substring search of the C library, which Swift does not see.
#ifndef TAIPAN_TEXT_SEARCH_H
#define TAIPAN_TEXT_SEARCH_H
#include <stddef.h>

// The first place of `needle` in `text`, or NULL.
const void *taipan_memmem(const void *text, size_t textSize, const void *needle, size_t needleSize);
#endif

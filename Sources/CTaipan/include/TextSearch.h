// Substring search of the C library, which Swift does not see.
#ifndef TAIPAN_TEXT_SEARCH_H
#define TAIPAN_TEXT_SEARCH_H
#include <stddef.h>

// The first place of `needle` in `text`, or NULL.
const void *taipan_memmem(const void *text, size_t textSize, const void *needle, size_t needleSize);

// The first place of a needle of at least one byte; NULL if there is none. Made for short needles.
const void *taipan_find(const void *text, size_t textSize, const void *needle, size_t needleSize);

// Places without overlap, `limit` at most.
size_t taipan_count(const void *text, size_t textSize, const void *needle, size_t needleSize,
                    size_t limit);
#endif

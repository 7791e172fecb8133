#define _GNU_SOURCE
#include "TextSearch.h"

#include <emmintrin.h>
#include <stdint.h>
#include <string.h>

const void *taipan_memmem(const void *text, size_t textSize, const void *needle, size_t needleSize) {
  return memmem(text, textSize, needle, needleSize);
}

// Compares the first and the last byte of the needle with sixteen places at once, and the bytes
// between them where both agree (W. Muła, "SIMD-friendly algorithms for substring searching"). Where
// that happens too often without a match, memmem goes on: it is linear.
static const uint8_t *find(const uint8_t *text, const uint8_t *end, const uint8_t *needle,
                           size_t size) {
  const uint8_t *last = end - size;
  const __m128i first = _mm_set1_epi8((char)needle[0]);
  const __m128i final = _mm_set1_epi8((char)needle[size - 1]);
  long patience = 64;
  const uint8_t *at = text;
  while (last - at >= 15) {
    const __m128i starts = _mm_loadu_si128((const __m128i *)at);
    const __m128i ends = _mm_loadu_si128((const __m128i *)(at + size - 1));
    unsigned hits = (unsigned)_mm_movemask_epi8(
        _mm_and_si128(_mm_cmpeq_epi8(starts, first), _mm_cmpeq_epi8(ends, final)));
    while (hits != 0) {
      const uint8_t *place = at + __builtin_ctz(hits);
      size_t i = 1;
      while (i + 1 < size && place[i] == needle[i]) i++;
      if (i + 1 >= size) return place;
      patience -= (long)i;
      hits &= hits - 1;
    }
    at += 16;
    patience += 4;
    if (patience < 0) return memmem(at, (size_t)(end - at), needle, size);
  }
  for (; at <= last; at++) {
    if (at[0] == needle[0] && at[size - 1] == needle[size - 1] && memcmp(at, needle, size) == 0)
      return at;
  }
  return NULL;
}

const void *taipan_find(const void *text, size_t textSize, const void *needle, size_t needleSize) {
  if (textSize < needleSize) return NULL;
  return find(text, (const uint8_t *)text + textSize, needle, needleSize);
}

size_t taipan_count(const void *text, size_t textSize, const void *needle, size_t needleSize,
                    size_t limit) {
  const uint8_t *at = text;
  const uint8_t *end = at + textSize;
  size_t count = 0;
  while (count < limit && (size_t)(end - at) >= needleSize) {
    at = find(at, end, needle, needleSize);
    if (at == NULL) break;
    count++;
    at += needleSize;
  }
  return count;
}

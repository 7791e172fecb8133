// zlib and bzip2, with functions for what their headers have as macros.
#ifndef TAIPAN_COMPRESSION_H
#define TAIPAN_COMPRESSION_H
#include <bzlib.h>
#include <zlib.h>

static inline int taipan_deflate_init(z_stream *stream, int level, int method, int windowBits,
                                      int memoryLevel, int strategy) {
  return deflateInit2(stream, level, method, windowBits, memoryLevel, strategy);
}
static inline int taipan_inflate_init(z_stream *stream, int windowBits) {
  return inflateInit2(stream, windowBits);
}
#endif

// The C side of the runtime: what Swift cannot say itself.
#ifndef CTAIPAN_H
#define CTAIPAN_H
#include <gmp.h>
#include <stdint.h>
#endif

#include "complex_functions.h"

#include <complex.h>

void taipan_complex_function(int operation, double real, double imaginary, double *outReal,
                             double *outImaginary) {
  static double complex (*const functions[])(double complex) = {
      cacos, cacosh, casin, casinh, catan, catanh, ccos, ccosh,
      cexp,  csin,   csinh, csqrt,  ctan,  ctanh,
  };
  double complex result = functions[operation](__builtin_complex(real, imaginary));
  *outReal = creal(result);
  *outImaginary = cimag(result);
}

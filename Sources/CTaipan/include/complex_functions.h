// C's complex functions, whose type Swift cannot express.
#ifndef TAIPAN_COMPLEX_FUNCTIONS_H
#define TAIPAN_COMPLEX_FUNCTIONS_H

// Calls the n-th of acos, acosh, asin, asinh, atan, atanh, cos, cosh, exp, sin, sinh, sqrt, tan, tanh.
void taipan_complex_function(int operation, double real, double imaginary, double *outReal,
                             double *outImaginary);
#endif

// The one function that the database names and the compiler's C++ library for Windows has not. It is never called.
#include <stdlib.h>

void _ZNSt15basic_streambufIcSt11char_traitsIcEE7seekposESt4fposI9_MbstatetESt13_Ios_Openmode(void) { abort(); }

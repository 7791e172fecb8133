#include "CTaipan.h"

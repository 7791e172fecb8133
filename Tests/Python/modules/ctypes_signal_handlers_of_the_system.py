# ctypes.pythonapi has the functions for the system's signal handlers.
import ctypes
import signal

get, put = ctypes.pythonapi.PyOS_getsig, ctypes.pythonapi.PyOS_setsig
get.restype = put.restype = ctypes.c_size_t
put.argtypes = [ctypes.c_int, ctypes.c_size_t]
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
print(get(signal.SIGUSR1), put(signal.SIGUSR1, 0), get(signal.SIGUSR1))
signal.signal(signal.SIGUSR1, lambda number, frame: print("handled", number))
own = get(signal.SIGUSR1)
print(own > 1, put(signal.SIGUSR1, 1) == own)
signal.raise_signal(signal.SIGUSR1)
put(signal.SIGUSR1, own)
signal.raise_signal(signal.SIGUSR1)
print(ctypes.c_size_t(get(999)).value == 2**64 - 1)

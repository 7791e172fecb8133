# Pseudo-terminals, their modes and sizes; and what is no terminal.
import os
import pty
import termios
import tty

main, replica = os.openpty()
print(os.isatty(replica), os.ttyname(replica).startswith("/dev/"), os.get_inheritable(replica))
mode = termios.tcgetattr(replica)
print(len(mode), len(mode[6]), mode[6][termios.VINTR], bool(mode[3] & termios.ICANON))
tty.setraw(replica)
raw = termios.tcgetattr(replica)
print(bool(raw[3] & (termios.ICANON | termios.ECHO)), raw[6][termios.VMIN], raw[6][termios.VTIME])
os.write(main, b"a\x03b")
print(os.read(replica, 10))
termios.tcsetattr(replica, termios.TCSADRAIN, mode)
print(termios.tcgetattr(replica) == mode)
termios.tcsetwinsize(replica, (24, 80))
print(termios.tcgetwinsize(main), os.get_terminal_size(replica))
termios.tcflush(replica, termios.TCIOFLUSH)
termios.tcdrain(replica)
for bad in (mode[:6], mode[:6] + [mode[6][:5]], ["x"] + mode[1:], mode[:6] + [[b"ab"] * 32]):
    try:
        termios.tcsetattr(replica, termios.TCSANOW, bad)
    except TypeError as error:
        print(error)
pid, child = pty.fork()
if pid == 0:
    os.write(1, b"from the child %d\n" % os.isatty(0))
    os._exit(3)
data = b""
try:
    while chunk := os.read(child, 100):
        data += chunk
except OSError:
    pass
print(data, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
read, write = os.pipe()
try:
    termios.tcgetattr(read)
except termios.error as error:
    print(type(error), error.args[0])

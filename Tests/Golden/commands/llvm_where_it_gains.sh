# Which first code is worth LLVM's memory: loops of numbers, not those that follow references or call, nor what has none.
program='
import sys

class Node:
    def __init__(self, next):
        self.next = next

def numbers(chain):
    x = 0.5
    for i in range(200):
        x = x * 0.25 + i * 0.125 - x / 3.0
    return sys._jit.is_active()

def references(chain):
    while chain is not None:
        chain = chain.next
    return sys._jit.is_active()

def calls(chain):
    for i in range(100):
        str(i).encode().decode()
    return sys._jit.is_active()

def straight(chain):
    return sys._jit.is_active()

chain = None
for i in range(200):
    chain = Node(chain)
for function in numbers, references, calls, straight:
    while not function(chain):
        pass
'
$PYTHON -X jit=on -X jit-log -c "$program" 2>&1 >/dev/null \
  | grep -oE 'compiled (numbers|references|calls|straight) quickly: .* gain [a-z]+' \
  | sed 's/quickly: .* would/would/' | sort -u

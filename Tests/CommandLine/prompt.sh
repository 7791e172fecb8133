# The interactive prompt. See Tests/run.py.

### -i -c 'x=5' < /dev/null
$PYTHON -i -c 'x=5' < /dev/null

### printf 'x\nx+1\n' |  -i -c 'x=5'
printf 'x\nx+1\n' | $PYTHON -i -c 'x=5'

### printf 'if 1:\n  print(3)\n\n_\n7\n_\n' |  -i -q
printf 'if 1:\n  print(3)\n\n_\n7\n_\n' | $PYTHON -i -q

### printf 'x = (\n1)\nx\ndef f():\n  return 1\n\nf()\nx x\nf()\
printf 'x = (\n1)\nx\ndef f():\n  return 1\n\nf()\nx x\nf()\n' | $PYTHON -i -q

### printf 'import sys\nsys.ps1="> "\n1\nsys.exit(3)\n' |  -i -q
printf 'import sys\nsys.ps1="> "\n1\nsys.exit(3)\n' | $PYTHON -i -q

### printf 'raise SystemExit(7)\n' |  -i -q
printf 'raise SystemExit(7)\n' | $PYTHON -i -q

### -i raises.py -q < /dev/null
$PYTHON -i raises.py -q < /dev/null

### PYTHONSTARTUP=latin1.py  -i -q < /dev/null
PYTHONSTARTUP=latin1.py $PYTHON -i -q < /dev/null

"""Loops over numbers and lists, compared with the same loops in C that check what Python checks.

    Benchmarks/native_loops.py [INTERPRETER] [--only TEXT] [--seconds S]

Each loop is a Python function beside its C source, which tests for overflow and for indices out of range. The C
sources are compiled by `cc -O2` into a temporary folder. Printed are the best times of one call and their ratio.
Without an argument the interpreter is the release build. Answers that differ end the script.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent

C_PRELUDE = r"""
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
typedef int64_t integer;
static inline integer add(integer a, integer b) { integer c; if (__builtin_add_overflow(a, b, &c)) abort(); return c; }
static inline integer sub(integer a, integer b) { integer c; if (__builtin_sub_overflow(a, b, &c)) abort(); return c; }
static inline integer mul(integer a, integer b) { integer c; if (__builtin_mul_overflow(a, b, &c)) abort(); return c; }
static inline integer modulo(integer a, integer b) { integer c = a % b; return c && (c ^ b) < 0 ? c + b : c; }
struct ints { integer count; integer *items; };
struct floats { integer count; double *items; };
static inline integer at(integer i, integer count) { if ((uint64_t)i >= (uint64_t)count) abort(); return i; }
#define AT(list, i) ((list).items[at(i, (list).count)])
static struct ints make_ints(integer count) {
  struct ints list = {count, malloc(count * sizeof(integer))};
  for (integer i = 0; i < count; i++) list.items[i] = i % 100;
  return list;
}
static struct floats make_floats(integer count) {
  struct floats list = {count, malloc(count * sizeof(double))};
  for (integer i = 0; i < count; i++) list.items[i] = (i % 100) / 8.0;
  return list;
}
"""

C_MAIN = r"""
static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + t.tv_nsec * 1e-9; }
int main(int count, char **arguments) {
  volatile integer n = atoll(arguments[1]);
  double end = now() + atof(arguments[2]), best = 1e9;
  RESULT answer;
  do {
    double start = now();
    answer = run(n);
    double took = now() - start;
    if (took < best) best = took;
  } while (now() < end);
  printf("%.9f %.17g\n", best, (double)answer);
}
"""

PYTHON_PRELUDE = """
import sys, time
def make_ints(count): return [i % 100 for i in range(count)]
def make_floats(count): return [(i % 100) / 8.0 for i in range(count)]
"""

PYTHON_MAIN = """
def main(n, seconds):
    best, end = 1e9, time.perf_counter() + seconds
    while True:
        start = time.perf_counter()
        answer = run(n)
        took = time.perf_counter() - start
        best = min(best, took)
        if start + took > end: break
    print("%.9f %.17g" % (best, answer))
main(int(sys.argv[1]), float(sys.argv[2]))
"""

# Name, n, Python, C.
LOOPS = [
    ("int sum", 1_000_000, """
def run(n):
    total = 0
    for i in range(n):
        total += i * i % 7
    return total
""", """
static integer run(integer n) {
  integer total = 0;
  for (integer i = 0; i < n; i++) total = add(total, modulo(mul(i, i), 7));
  return total;
}
"""),
    ("int while", 1_000_000, """
def run(n):
    total, i, m = 0, 0, n + 7
    while i < n:
        total = (total + i * i) % m
        i += 1
    return total
""", """
static integer run(integer n) {
  integer total = 0, i = 0, m = add(n, 7);
  while (i < n) { total = modulo(add(total, mul(i, i)), m); i = add(i, 1); }
  return total;
}
"""),
    ("int bits", 1_000_000, """
def run(n):
    x, total = 12345, 0
    for i in range(n):
        x ^= (x << 7) & 0xffffffff
        x ^= x >> 9
        x ^= (x << 8) & 0xffffffff
        total += x & 15
    return total
""", """
static integer run(integer n) {
  integer x = 12345, total = 0;
  for (integer i = 0; i < n; i++) {
    x ^= mul(x, 1 << 7) & 0xffffffff;
    x ^= x >> 9;
    x ^= mul(x, 1 << 8) & 0xffffffff;
    total = add(total, x & 15);
  }
  return total;
}
"""),
    ("collatz", 20_000, """
def run(n):
    longest = 0
    for start in range(1, n):
        steps, x = 0, start
        while x != 1:
            if x % 2 == 0:
                x //= 2
            else:
                x = 3 * x + 1
            steps += 1
        if steps > longest:
            longest = steps
    return longest
""", """
static integer run(integer n) {
  integer longest = 0;
  for (integer start = 1; start < n; start++) {
    integer steps = 0, x = start;
    while (x != 1) {
      if (modulo(x, 2) == 0) x = x >> 1; else x = add(mul(3, x), 1);
      steps = add(steps, 1);
    }
    if (steps > longest) longest = steps;
  }
  return longest;
}
"""),
    ("float recurrence", 1_000_000, """
def run(n):
    x, total = 0.5, 0.0
    for i in range(n):
        x = 3.7 * x * (1.0 - x)
        total += x
    return total
""", """
static double run(integer n) {
  double x = 0.5, total = 0;
  for (integer i = 0; i < n; i++) { x = 3.7 * x * (1.0 - x); total += x; }
  return total;
}
"""),
    ("float series", 1_000_000, """
def run(n):
    total, sign = 0.0, 1.0
    for i in range(n):
        total += sign / (2 * i + 1)
        sign = -sign
    return total
""", """
static double run(integer n) {
  double total = 0, sign = 1;
  for (integer i = 0; i < n; i++) { total += sign / (double)add(mul(2, i), 1); sign = -sign; }
  return total;
}
"""),
    ("int list prefix", 100_000, """
b = make_ints(100_000)
a = make_ints(100_000)
def run(n):
    for i in range(1, n):
        a[i] = a[i - 1] + b[i]
    return a[n - 1]
""", """
static struct ints a, b;
static integer run(integer n) {
  if (!a.items) { a = make_ints(n); b = make_ints(n); }
  for (integer i = 1; i < n; i++) AT(a, i) = add(AT(a, i - 1), AT(b, i));
  return AT(a, n - 1);
}
"""),
    ("float list prefix", 100_000, """
b = make_floats(100_000)
a = make_floats(100_000)
def run(n):
    for i in range(1, n):
        a[i] = a[i - 1] + b[i]
    return a[n - 1]
""", """
static struct floats a, b;
static double run(integer n) {
  if (!a.items) { a = make_floats(n); b = make_floats(n); }
  for (integer i = 1; i < n; i++) AT(a, i) = AT(a, i - 1) + AT(b, i);
  return AT(a, n - 1);
}
"""),
    ("int list sum", 10_000, """
b = make_ints(10_000)
def run(n):
    total = 0
    for _ in range(20):
        for x in b:
            total += x
    return total
""", """
static struct ints b;
static integer run(integer n) {
  if (!b.items) b = make_ints(n);
  integer total = 0;
  for (integer k = 0; k < 20; k++) for (integer i = 0; i < b.count; i++) total = add(total, AT(b, i));
  return total;
}
"""),
    ("list update", 10_000, """
a = make_ints(10_000)
def run(n):
    for i in range(n):
        a[i] = 1
    for k in range(20):
        for i in range(len(a)):
            a[i] += i
    return a[n - 1]
""", """
static struct ints a;
static integer run(integer n) {
  if (!a.items) a = make_ints(n);
  for (integer i = 0; i < n; i++) AT(a, i) = 1;
  for (integer k = 0; k < 20; k++) for (integer i = 0; i < a.count; i++) AT(a, i) = add(AT(a, i), i);
  return AT(a, n - 1);
}
"""),
    ("list by variable index", 100_000, """
a = [i * 7919 % 1000 for i in range(1000)]
def run(n):
    i, total = 0, 0
    for _ in range(n):
        i = a[i]
        total += i
    return total
""", """
static struct ints a;
static integer run(integer n) {
  if (!a.items) { a = make_ints(1000); for (integer i = 0; i < 1000; i++) a.items[i] = i * 7919 % 1000; }
  integer i = 0, total = 0;
  for (integer k = 0; k < n; k++) { i = AT(a, i); total = add(total, i); }
  return total;
}
"""),
    ("swaps", 1_000, """
a = make_ints(1_000)
def run(n):
    for k in range(50):
        i, j = 0, n - 1
        while i < j:
            a[i], a[j] = a[j], a[i]
            i += 1
            j -= 1
    return a[3]
""", """
static struct ints a;
static integer run(integer n) {
  if (!a.items) a = make_ints(n);
  for (integer k = 0; k < 50; k++) {
    integer i = 0, j = n - 1;
    while (i < j) {
      integer x = AT(a, j), y = AT(a, i);
      AT(a, i) = x; AT(a, j) = y;
      i = add(i, 1); j = sub(j, 1);
    }
  }
  return AT(a, 3);
}
"""),
    ("sieve", 100_000, """
def run(n):
    prime = [True] * n
    count = 0
    for i in range(2, n):
        if prime[i]:
            count += 1
            for k in range(i * i, n, i):
                prime[k] = False
    return count
""", """
static integer run(integer n) {
  struct ints prime = {n, malloc(n * sizeof(integer))};
  for (integer i = 0; i < n; i++) prime.items[i] = 1;
  integer count = 0;
  for (integer i = 2; i < n; i++)
    if (AT(prime, i)) {
      count = add(count, 1);
      for (integer k = mul(i, i); k < n; k = add(k, i)) AT(prime, k) = 0;
    }
  free(prime.items);
  return count;
}
"""),
    ("float matrix", 60, """
a = [make_floats(60) for _ in range(60)]
b = [make_floats(60) for _ in range(60)]
c = [make_floats(60) for _ in range(60)]
def run(n):
    for i in range(n):
        for j in range(n):
            total = 0.0
            for k in range(n):
                total += a[i][k] * b[k][j]
            c[i][j] = total
    return c[n - 1][n - 1]
""", """
static struct floats a[60], b[60], c[60];
static double run(integer n) {
  if (!a->items) for (int i = 0; i < 60; i++) { a[i] = make_floats(60); b[i] = make_floats(60); c[i] = make_floats(60); }
  for (integer i = 0; i < n; i++)
    for (integer j = 0; j < n; j++) {
      double total = 0;
      for (integer k = 0; k < n; k++) total += AT(a[at(i, 60)], k) * AT(b[at(k, 60)], j);
      AT(c[at(i, 60)], j) = total;
    }
  return AT(c[n - 1], n - 1);
}
"""),
    ("int table", 300, """
def run(n):
    s = make_ints(n)
    t = make_ints(n)
    best = [[0] * (n + 1) for _ in range(n + 1)]
    for i in range(1, n + 1):
        for j in range(1, n + 1):
            if s[i - 1] == t[j - 1]:
                best[i][j] = best[i - 1][j - 1] + 1
            elif best[i - 1][j] > best[i][j - 1]:
                best[i][j] = best[i - 1][j]
            else:
                best[i][j] = best[i][j - 1]
    return best[n][n]
""", """
static integer run(integer n) {
  struct ints s = make_ints(n), t = make_ints(n), *best = malloc((n + 1) * sizeof *best);
  for (integer i = 0; i <= n; i++) best[i] = (struct ints){n + 1, calloc(n + 1, sizeof(integer))};
#define BEST(i, j) AT(best[at(i, n + 1)], j)
  for (integer i = 1; i <= n; i++)
    for (integer j = 1; j <= n; j++)
      if (AT(s, i - 1) == AT(t, j - 1)) BEST(i, j) = add(BEST(i - 1, j - 1), 1);
      else if (BEST(i - 1, j) > BEST(i, j - 1)) BEST(i, j) = BEST(i - 1, j);
      else BEST(i, j) = BEST(i, j - 1);
  integer answer = BEST(n, n);
  for (integer i = 0; i <= n; i++) free(best[i].items);
  free(best); free(s.items); free(t.items);
  return answer;
}
"""),
    ("mandelbrot", 60, """
def run(n):
    inside = 0
    for row in range(n):
        ci = 2.0 * row / n - 1.0
        for column in range(n):
            cr = 2.0 * column / n - 1.5
            zr = zi = 0.0
            for _ in range(50):
                zr, zi = zr * zr - zi * zi + cr, 2.0 * zr * zi + ci
                if zr * zr + zi * zi > 4.0:
                    break
            else:
                inside += 1
    return inside
""", """
static integer run(integer n) {
  integer inside = 0;
  for (integer row = 0; row < n; row++) {
    double ci = 2.0 * row / n - 1.0;
    for (integer column = 0; column < n; column++) {
      double cr = 2.0 * column / n - 1.5, zr = 0, zi = 0;
      integer k = 0;
      for (; k < 50; k++) {
        double next = zr * zr - zi * zi + cr;
        zi = 2.0 * zr * zi + ci;
        zr = next;
        if (zr * zr + zi * zi > 4.0) break;
      }
      if (k == 50) inside = add(inside, 1);
    }
  }
  return inside;
}
"""),
    ("bubble", 300, """
def run(n):
    a = [i * 7919 % 1000 for i in range(n)]
    for i in range(n):
        for j in range(n - 1 - i):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
    return a[17]
""", """
static integer run(integer n) {
  struct ints a = make_ints(n);
  for (integer i = 0; i < n; i++) a.items[i] = i * 7919 % 1000;
  for (integer i = 0; i < n; i++)
    for (integer j = 0; j < n - 1 - i; j++)
      if (AT(a, j) > AT(a, j + 1)) {
        integer x = AT(a, j + 1), y = AT(a, j);
        AT(a, j) = x; AT(a, j + 1) = y;
      }
  integer answer = AT(a, 17);
  free(a.items);
  return answer;
}
"""),
]


def measure(command, n, seconds):
    output = subprocess.run([*command, str(n), str(seconds)], check=True, capture_output=True, text=True).stdout
    best, answer = output.split()
    return float(best), answer


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("interpreter", nargs="?", default=str(ROOT / ".build/release/taipan"))
    parser.add_argument("--only", default="")
    parser.add_argument("--seconds", type=float, default=1.0)
    arguments = parser.parse_args()
    print(f"{'loop':24}{'Python ms':>12}{'C ms':>12}{'ratio':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for name, n, python, c in LOOPS:
            if arguments.only not in name: continue
            script, source, program = (pathlib.Path(folder) / part for part in ("loop.py", "loop.c", "loop"))
            script.write_text(PYTHON_PRELUDE + python + PYTHON_MAIN)
            result = "double" if "static double run" in c else "integer"
            source.write_text(C_PRELUDE + c + f"#define RESULT {result}\n" + C_MAIN)
            subprocess.run(["cc", "-O2", "-o", program, source, "-lm"], check=True)
            took, answer = measure([arguments.interpreter, script], n, arguments.seconds)
            least, expected = measure([program], n, arguments.seconds / 4)
            if answer != expected: sys.exit(f"{name}: {answer} is not {expected}")
            print(f"{name:24}{took * 1e3:12.3f}{least * 1e3:12.3f}{took / least:8.2f}", flush=True)


main()

"""Makes a program that differs smaller: removes statements, then simplifies what is left.

The program is cut as a syntax tree. A smaller program is kept when the reference still ends it and
the interpreter still differs from it in the same way. What cannot be parsed, what the reference
rejects and what ends in another kind of difference is refused.
"""

import ast
import concurrent.futures
import copy
import pathlib
import tempfile
import time
import warnings

import running

warnings.simplefilter("ignore", SyntaxWarning)  # what is cut may look odd

BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")


class Reducer:
    """Reduces one program under one setting."""

    def __init__(self, options, setting, tries, log, save):
        """`log` is called with lines about the progress, `save` with each smaller program."""
        self.options, self.setting, self.tries, self.log, self.save = options, setting, tries, log, save
        self.kind, self.runs, self.limit = "", 0, running.TIME
        self.seen = set()
        self.pool = concurrent.futures.ThreadPoolExecutor(options.jobs)
        self.folder = tempfile.TemporaryDirectory()
        self.expected_code = 0

    def difference(self, text, slot=0):
        """How the program differs, after up to `tries` runs."""
        file = pathlib.Path(self.folder.name) / f"program{slot}.py"
        file.write_text(text, encoding="utf-8")
        expected = running.run_reference(self.options.reference, file)
        self.runs += 1
        if expected.code is None or (self.kind and expected.code != self.expected_code):
            return ""
        if not self.kind:
            self.expected_code = expected.code
        for _ in range(self.tries):
            actual = running.run(self.options.taipan, [str(file)], self.setting, self.limit)
            kind = actual.kind_of_difference(expected)
            if kind and (not self.kind or kind == self.kind):
                return kind if self.is_sound(file, expected) else ""
        return ""

    def is_sound(self, file, expected):
        """Whether the reference is stable, and the interpreter right in the setting to compare with."""
        if not running.is_stable(self.options.reference, file, expected):
            return False
        sound = self.options.sound
        return not sound or sound == self.setting or running.run(self.options.taipan, [str(file)], sound) == expected

    def first_that_differs(self, trees):
        """The first of some trees that still differs, several tried at a time."""
        texts = {}
        for number, tree in enumerate(trees):
            text = self.text(tree)
            if text is not None and text not in self.seen:
                self.seen.add(text)
                texts[number] = text
        numbers = list(texts)
        for start in range(0, len(numbers), self.options.jobs):
            group = numbers[start:start + self.options.jobs]
            kinds = list(self.pool.map(self.difference, [texts[n] for n in group], range(len(group))))
            for number, kind in zip(group, kinds):
                if kind:
                    self.save(texts[number])
                    return trees[number]
        return None

    @staticmethod
    def text(tree):
        try:
            text = ast.unparse(ast.fix_missing_locations(tree)) + "\n"
            compile(text, "program", "exec")
        except (SyntaxError, ValueError, AttributeError, TypeError, RecursionError):
            return None
        return text

    def reduce(self, text):
        """The smallest program found."""
        self.kind = self.difference(text)
        if not self.kind:
            raise SystemExit(f"no difference in the setting {self.setting}")
        started = time.monotonic()
        if self.kind == "timeout":
            self.limit = 1
        self.log(f"kind: {self.kind}")
        tree = ast.parse(text)
        before = None
        while before != (before := ast.dump(tree)):
            for simplify in (self.remove_statements, self.unwrap_statements, self.simplify_expressions, self.shrink_numbers):
                tree = simplify(tree)
                self.log(f"{simplify.__name__}: {len(self.text(tree).splitlines())} lines, {self.runs} runs, {time.monotonic() - started:.0f} s")
        return self.text(tree)

    # Statements

    @staticmethod
    def blocks(tree):
        """The lists of statements of a tree as (path of the owner, field), outermost first."""
        found, queue = [], [((), tree)]
        while queue:
            path, node = queue.pop(0)
            for field, value in ast.iter_fields(node):
                if isinstance(value, list):
                    if field in BLOCKS and value:
                        found.append((path, field))
                    queue += [(path + ((field, i),), child) for i, child in enumerate(value) if isinstance(child, ast.AST)]
                elif isinstance(value, ast.AST):
                    queue.append((path + ((field, None),), value))
        return found

    @staticmethod
    def at(tree, path):
        for field, index in path:
            tree = getattr(tree, field) if index is None else getattr(tree, field)[index]
        return tree

    def edited(self, tree, path, field, change):
        """A copy of the tree in which one list is another one; None if it cannot be."""
        new = copy.deepcopy(tree)
        owner = self.at(new, path)
        items = change(getattr(owner, field))
        if not items and field == "body" and not isinstance(owner, ast.Module):
            items = [ast.Pass()]
        setattr(owner, field, items)
        if isinstance(owner, (ast.Try, ast.TryStar)) and not owner.handlers and not owner.finalbody:
            owner.finalbody = [ast.Pass()]
        return new

    def remove_statements(self, tree):
        """Removes chunks of each block: halves, quarters … single statements."""
        done = 0
        while True:
            places = self.blocks(tree)
            if done >= len(places):
                return tree
            path, field = places[done]
            size = max(len(getattr(self.at(tree, path), field)) // 2, 1)
            while size >= 1:
                tree, removed = self.remove_chunks(tree, path, field, size)
                size = size // 2 if not removed or size > 1 else 0
            done += 1

    def remove_chunks(self, tree, path, field, size):
        removed, end = False, len(getattr(self.at(tree, path), field))
        while end > 0:
            items = getattr(self.at(tree, path), field)
            end = min(end, len(items))
            spans = []  # the next chunks, from the end: as many as can be tried at a time
            for number in range(self.options.jobs):
                high = end - number * size
                if high > 0:
                    spans.append((max(high - size, 0), high))
            spans = [s for s in spans if not (len(items) == 1 and isinstance(items[0], ast.Pass))]
            trees = [self.edited(tree, path, field, lambda all, s=s: all[:s[0]] + all[s[1]:]) for s in spans]
            better = self.first_that_differs(trees)
            if better is None:
                end -= size * self.options.jobs
            else:
                number = next(i for i, t in enumerate(trees) if t is better)
                tree, removed, end = better, True, spans[number][0]
        return tree, removed

    def unwrap_statements(self, tree):
        """Puts the body of a compound statement in its place."""
        changed = True
        while changed:
            changed = False
            for path, field in self.blocks(tree):
                if field in ("handlers", "cases"):
                    continue
                for index, item in enumerate(getattr(self.at(tree, path), field)):
                    bodies = [getattr(item, f) for f in ("body", "orelse", "finalbody") if isinstance(getattr(item, f, None), list) and getattr(item, f)]
                    bodies += [h.body for h in getattr(item, "handlers", [])]
                    if isinstance(item, (ast.FunctionDef, ast.ClassDef)):
                        bodies = []
                    trees = [self.edited(tree, path, field, lambda all, b=b, i=index: all[:i] + copy.deepcopy(b) + all[i + 1:]) for b in bodies]
                    better = self.first_that_differs(trees)
                    if better is not None:
                        tree, changed = better, True
                        break
                if changed:
                    break
        return tree

    # Expressions

    @staticmethod
    def expressions(tree):
        """The expressions of a tree as paths, outermost first."""
        found, queue = [], [((), tree)]
        while queue:
            path, node = queue.pop(0)
            if isinstance(node, ast.expr) and not isinstance(getattr(node, "ctx", None), (ast.Store, ast.Del)):
                found.append(path)
            for field, value in ast.iter_fields(node):
                if isinstance(value, list):
                    queue += [(path + ((field, i),), c) for i, c in enumerate(value) if isinstance(c, ast.AST)]
                elif isinstance(value, ast.AST):
                    queue.append((path + ((field, None),), value))
        return found

    def replaced(self, tree, path, node):
        new = copy.deepcopy(tree)
        owner, (field, index) = self.at(new, path[:-1]), path[-1]
        if index is None:
            setattr(owner, field, copy.deepcopy(node))
        else:
            getattr(owner, field)[index] = copy.deepcopy(node)
        return new

    @staticmethod
    def simpler(node):
        """Expressions to try in the place of one: a constant, its parts, fewer elements."""
        if isinstance(node, (ast.Constant, ast.Name)):
            return
        for value in (1, 0, None):
            yield ast.Constant(value)
        parts = [c.value if isinstance(c, ast.keyword) else c for c in ast.iter_child_nodes(node)]
        yield from (c for c in parts if isinstance(c, ast.expr) and isinstance(getattr(c, "ctx", ast.Load()), ast.Load))
        yield from (g.iter for g in getattr(node, "generators", ()))
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Name):  # apply(f, x): f(x)
            direct = ast.Call(node.args[0], node.args[1:], node.keywords)
            yield direct
            yield ast.Call(ast.Name("print", ast.Load()), [direct], [])
        for field in ("elts", "args", "keywords", "values"):
            items = getattr(node, field, [])
            for index in range(len(items)):
                if len(items) > 1 or field in ("elts", "args", "keywords"):
                    new = copy.copy(node)
                    setattr(new, field, items[:index] + items[index + 1:])
                    if isinstance(node, ast.Dict):
                        new.keys = node.keys[:index] + node.keys[index + 1:]
                    yield new
        if isinstance(node, ast.Compare) and len(node.ops) > 1:
            yield ast.Compare(node.left, node.ops[:1], node.comparators[:1])

    def simplify_expressions(self, tree):
        position = 0
        while True:
            paths = self.expressions(tree)
            if position >= len(paths):
                break
            path = paths[position]
            better = self.first_that_differs([self.replaced(tree, path, new) for new in self.simpler(self.at(tree, path))])
            if better is None:
                position += 1
            else:
                tree = better
        return self.remove_parameters(tree)

    def remove_parameters(self, tree):
        """Drops parameters, with the arguments for them where they are called by name, and defaults."""
        for path in self.functions(tree):
            for field in ("args", "kwonlyargs", "defaults"):
                index = 0
                while index < len(getattr(self.at(tree, path).args, field)):
                    trees = [self.without_parameter(tree, path, field, index, calls) for calls in ((True, False) if field == "args" else (False,))]
                    better = self.first_that_differs(trees)
                    tree, index = (better, index) if better is not None else (tree, index + 1)
            for field in ("vararg", "kwarg"):
                if getattr(self.at(tree, path).args, field):
                    new = copy.deepcopy(tree)
                    setattr(self.at(new, path).args, field, None)
                    tree = self.first_that_differs([new]) or tree
        return tree

    def without_parameter(self, tree, path, field, index, calls):
        """A copy without one parameter of a function; with `calls`, without its arguments too."""
        new = copy.deepcopy(tree)
        function = self.at(new, path)
        arguments = function.args
        removed = getattr(arguments, field).pop(index)
        if field == "kwonlyargs":
            del arguments.kw_defaults[index]
        if field == "args" and len(arguments.defaults) > len(arguments.args):
            del arguments.defaults[0]
        for node in ast.walk(new) if calls else ():
            if not isinstance(node, ast.Call):
                continue
            shift = index
            if isinstance(node.func, ast.Attribute) and node.func.attr == function.name:
                shift -= 1  # a method: the first parameter is in front of the dot
            elif any(isinstance(a, ast.Name) and a.id == function.name for a in node.args[:1]):
                shift += 1  # apply(f, x)
            elif not (isinstance(node.func, ast.Name) and node.func.id == function.name):
                continue
            if 0 <= shift < len(node.args):
                del node.args[shift]
            node.keywords = [k for k in node.keywords if k.arg != removed.arg]
        return new

    @staticmethod
    def functions(tree):
        found, queue = [], [((), tree)]
        while queue:
            path, node = queue.pop(0)
            if isinstance(node, ast.FunctionDef):
                found.append(path)
            for field, value in ast.iter_fields(node):
                if isinstance(value, list):
                    queue += [(path + ((field, i),), c) for i, c in enumerate(value) if isinstance(c, ast.stmt)]
        return found

    def shrink_numbers(self, tree):
        """Halves ints, shortens strings, makes loops shorter."""
        position = 0
        while True:
            paths = [p for p in self.expressions(tree) if isinstance(self.at(tree, p), ast.Constant)]
            if position >= len(paths):
                return tree
            value = self.at(tree, paths[position]).value
            smaller = []
            if type(value) is int and value > 1:
                smaller = sorted({1, 2, value // 10, value // 2, value * 3 // 4, value - 1} - {0, value})
            elif type(value) is float and value not in (0.0, 1.0):
                smaller = [1.0, 0.5, 2.0]
            elif type(value) is str and len(value) > 1:
                smaller = ["a", value[:1]]
            better = self.first_that_differs([self.replaced(tree, paths[position], ast.Constant(v)) for v in smaller])
            if better is None:
                position += 1
            else:
                tree = better

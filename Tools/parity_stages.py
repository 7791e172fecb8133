"""What an interpreter's front end makes of a source file, as text: the part of Tools/parity that both
interpreters run.

    parity_stages.py STAGES [PYC-FOLDER]

Commands are read from stdin, one a line, their words separated by tabs:

    digest PATH              prints `STAGE TAB DIGEST` for each stage
    text STAGE PATH OUTPUT   writes the stage's text to the file OUTPUT
    store PATH OUTPUT        writes the file's code, or nothing if it has none, to OUTPUT as marshal data
    stored PATH INPUT        prints the digest of the code in INPUT, which the other interpreter wrote
    time PATH...             prints the nanoseconds that compiling all the files takes, and their lines

    mutants INPUT            prints `NUMBER TAB OUTCOME` for each source of a file of Tools/mutants

Each answer ends with a line `.`; a stage is announced with `>STAGE` before it begins.
"""

import __future__
import ast
import dis
import hashlib
import io
import marshal
import re
import sys
import time
import tokenize
import types
import warnings

import _symtable
import _tokenize

sys.setrecursionlimit(20000)

ADDRESS = re.compile(r"\bat 0x[0-9a-f]+")
SET = re.compile(r"(?<=\(frozenset\(){(.*)}")  # its order is that of the hashes
CODE_FIELDS = (
    "co_name", "co_qualname", "co_firstlineno", "co_argcount", "co_posonlyargcount",
    "co_kwonlyargcount", "co_nlocals", "co_flags", "co_stacksize", "co_names", "co_varnames",
    "co_freevars", "co_cellvars", "co_code", "co_linetable", "co_exceptiontable")


def read(path):
    with open(path, "rb") as file:
        return file.read()


def error_text(error):
    fields = [type(error).__name__, str(error)]
    if isinstance(error, SyntaxError):
        fields += [error.msg, error.lineno, error.offset, error.end_lineno, error.end_offset,
                   error.text]
    return " ".join(map(ascii, fields))


def tokens(path):
    """The stream of `tokenize`."""
    lines = []
    try:
        for token in tokenize.tokenize(io.BytesIO(read(path)).readline):
            lines.append(f"{token.type} {token.start} {token.end} {token.string!a} {token.line!a}")
    except (SyntaxError, tokenize.TokenError) as error:
        lines.append(error_text(error))
    return "\n".join(lines)


def parser_tokens(path):
    """The stream that the parser reads: without comments and blank lines, with exact types."""
    lines = []
    try:
        readline = io.BytesIO(read(path)).readline
        encoding = tokenize.detect_encoding(io.BytesIO(read(path)).readline)[0]
        for token in _tokenize.TokenizerIter(readline, encoding=encoding, extra_tokens=False):
            lines.append(ascii(token))
    except (SyntaxError, UnicodeError, LookupError) as error:
        lines.append(error_text(error))
    return "\n".join(lines)


def tree(path):
    return ast.dump(ast.parse(read(path), path, type_comments=False), include_attributes=True)


def typed_tree(path):
    """The tree with type comments."""
    return ast.dump(ast.parse(read(path), path, type_comments=True), include_attributes=True)


def optimized_tree(path):
    return ast.dump(ast.parse(read(path), path, optimize=2), include_attributes=True)


def unparsed(path):
    return ast.unparse(ast.parse(read(path), path))


def add_table(table, indent, lines):
    lines.append(f"{indent}{table.type} {table.name} line {table.lineno} nested {table.nested} "
                 f"varnames {table.varnames}")
    # Names that a scope only passes on to inner ones come in the order of a set.
    own = [(name, flags) for name, flags in table.symbols.items() if flags & 0xfff]
    passed = sorted((name, flags) for name, flags in table.symbols.items() if not flags & 0xfff)
    lines += [f"{indent} {name} {flags:#x}" for name, flags in own + passed]
    for child in table.children:
        add_table(child, indent + "  ", lines)


def symbols(path):
    lines = []
    add_table(_symtable.symtable(read(path), path, "exec"), "", lines)
    return "\n".join(lines)


def constant_text(value):
    if isinstance(value, types.CodeType):
        return f"code {value.co_qualname}"
    if type(value) is tuple:
        return "(" + ", ".join(map(constant_text, value)) + ")"
    if type(value) is frozenset:
        return "{" + ", ".join(sorted(map(constant_text, value))) + "}"
    return f"{type(value).__name__} {value!a}"


def add_code(code, lines):
    for field in CODE_FIELDS:
        value = getattr(code, field)
        text = value.hex() if type(value) is bytes else ascii(value)
        lines.append(f"{code.co_qualname!a} {field} {text}")
    for i, constant in enumerate(code.co_consts):
        lines.append(f"{code.co_qualname!a} constant {i} {constant_text(constant)}")
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            add_code(constant, lines)


def code_text(code):
    lines = []
    add_code(code, lines)
    return "\n".join(lines)


def compiled(path, optimize=0):
    return compile(read(path), path, "exec", dont_inherit=True, optimize=optimize)


def code(path):
    return code_text(compiled(path))


def code_o(path):
    return code_text(compiled(path, 1))


def code_oo(path):
    return code_text(compiled(path, 2))


def code_flags(path):
    """With annotations as text, which is unparsed, and `await` at the top level."""
    flags = __future__.annotations.compiler_flag | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    return code_text(compile(read(path), path, "exec", flags, dont_inherit=True))


def tree_code(path):
    """The code that node objects compile to."""
    return code_text(compile(ast.parse(read(path), path), path, "exec", dont_inherit=True))


def listing(path):
    output = io.StringIO()
    for unit in all_codes(compiled(path)):
        dis.dis(unit, file=output, depth=0)
    text = ADDRESS.sub("at 0x", output.getvalue())
    return SET.sub(lambda match: "{" + ", ".join(sorted(match[1].split(", "))) + "}", text)


def all_codes(code):
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from all_codes(constant)


def errors(path):
    """The error that the file is rejected with, and its warnings."""
    lines = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            compiled(path)
        except Exception as error:
            lines.append(error_text(error))
    lines += [f"{w.category.__name__} {w.lineno} {str(w.message)!a}" for w in caught]
    return "\n".join(lines)


STAGES = {
    "tokens": tokens, "parser-tokens": parser_tokens, "tree": tree, "symbols": symbols,
    "typed-tree": typed_tree, "optimized-tree": optimized_tree, "code-flags": code_flags,
    "code": code, "code-O": code_o, "code-OO": code_oo, "tree-code": tree_code, "dis": listing,
    "unparse": unparsed, "errors": errors}


def stage_text(stage, path):
    try:
        return STAGES[stage](path)
    except Exception as error:
        return "raises " + error_text(error)


def digest(text):
    return hashlib.sha1(text.encode("utf-8", "surrogatepass")).hexdigest()


def store(path, output):
    try:
        data = marshal.dumps(compiled(path))
    except Exception:
        data = b""
    with open(output, "wb") as file:
        file.write(data)


def stored(path, source):
    data = read(source)
    print(f"stored\t{digest(code_text(marshal.loads(data))) if data else 'rejected'}")


def time_all(paths):
    sources = [(path, read(path)) for path in paths]
    count = 0
    start = time.perf_counter_ns()
    for path, source in sources:
        try:
            compile(source, path, "exec", dont_inherit=True)
            count += source.count(b"\n")
        except Exception:
            pass
    print(f"time\t{time.perf_counter_ns() - start} {count}")


def outcome(source, mode, flags, caught):
    """What becomes of a source: a digest of its code or tree, or its error; and the warnings."""
    caught.clear()
    try:
        made = compile(source, "mutant", mode, flags, dont_inherit=True)
        tree = flags & ast.PyCF_ONLY_AST
        text = ast.dump(made, include_attributes=True) if tree else code_text(made)
        result = "ok " + digest(text)
    except Exception as error:
        result = error_text(error)
    return result + "".join(f" {w.category.__name__} {w.lineno} {str(w.message)!a}" for w in caught)


def mutants(path):
    with open(path, "rb") as file, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        while header := file.readline().split():
            number, mode = header[0].decode(), header[1].decode()
            flags, kind, size = int(header[2]), header[3], int(header[4])
            source = file.read(size)
            print(f">{number}", flush=True)
            if kind == b"text":
                source = source.decode("utf-8", "surrogatepass")
            print(f"{number}\t{outcome(source, mode, flags, caught)}")


def main():
    stages = sys.argv[1].split(",")
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        command, *words = line.rstrip("\n").split("\t")
        match command:
            case "digest":
                for stage in stages:
                    print(f">{stage}", flush=True)
                    print(f"{stage}\t{digest(stage_text(stage, words[0]))}")
            case "text":
                print(f">{words[0]}", flush=True)
                with open(words[2], "w", encoding="utf-8", errors="surrogatepass") as file:
                    file.write(stage_text(words[0], words[1]))
            case "store":
                store(*words)
            case "stored":
                stored(*words)
            case "mutants":
                mutants(words[0])
            case "time":
                time_all(words)
        print(".", flush=True)


if __name__ == "__main__":
    main()

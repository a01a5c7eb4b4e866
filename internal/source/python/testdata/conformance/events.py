"""Prints what CPython's own ast sees in the files that standard input names.

A file begins with "file", and ends with "end" or "skip" and a reason. Between them
stands one thing a line: calls, attributes, keyword arguments and strings with their
ranges, as line:column-line:column from 1, and the ranges ("leave") that are not to
be compared: before 3.12 the places inside an f-string are not right, and the
patterns of a match have no expressions of their own.
"""
import ast
import hashlib
import sys
import warnings

# Sure of the places inside an f-string.
EXACT = sys.version_info >= (3, 12)
BOM = b"\xef\xbb\xbf"


def place(node, shift):
    def column(line, at):
        return at + 1 + (shift if line == 1 else 0)

    return "%d:%d-%d:%d" % (
        node.lineno, column(node.lineno, node.col_offset),
        node.end_lineno, column(node.end_lineno, node.end_col_offset),
    )


def digest(value):
    """A short name of a text; a lone surrogate is no text elsewhere."""
    if isinstance(value, bytes):
        value = value.decode("latin-1")
    value = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in value)
    return hashlib.sha256(value.encode()).hexdigest()[:12]


def written(part):
    """The text of a part of an f-string that is nothing but text: a, or {'a'}."""
    if isinstance(part, ast.FormattedValue) and (part.format_spec is None or not any(
            isinstance(v, ast.FormattedValue) for v in part.format_spec.values)):
        part = part.value
    return part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else None


def events(tree, lines, shift):
    todo = [(tree, False)]
    while todo:
        node, inside = todo.pop()
        if isinstance(node, ast.Call):
            yield "call %s" % place(node, shift)
        elif isinstance(node, ast.Assert):
            yield "call %s" % place(node, shift)
        elif isinstance(node, ast.Attribute):
            yield "attr %s %s" % (place(node, shift), node.attr)
        elif isinstance(node, ast.keyword) and node.arg:
            yield "key %s %s" % (place(node.value, shift), node.arg)
        elif isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)) and not inside:
            text = "\n".join(lines[node.lineno - 1:node.end_lineno])
            # The table of the characters' names is not at hand.
            named = isinstance(node.value, str) and "\\N{" in text
            yield "string %s %s" % (place(node, shift), "?" if named else digest(node.value))
        elif isinstance(node, ast.JoinedStr) or type(node).__name__ == "TemplateStr":
            inside = True
            text = [written(v) for v in node.values]
            if None not in text:
                yield "string %s %s" % (place(node, shift), digest("".join(text)))
                continue
            if not EXACT:
                yield "leave %s" % place(node, shift)
                continue
        elif isinstance(node, ast.FormattedValue) or type(node).__name__ == "Interpolation":
            inside = written(node) is not None
            if node.format_spec is not None:
                todo += [(v, True) for v in node.format_spec.values if not isinstance(v, ast.Constant)]
            todo.append((node.value, inside))
            continue
        elif type(node).__name__ == "match_case":
            yield "leave %s" % place(node.pattern, shift)
            todo += [(n, False) for n in [node.guard] + node.body if n]
            continue
        todo += [(n, inside) for n in ast.iter_child_nodes(node)]


def main():
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(5000)
    out = open(sys.stdout.fileno(), "w", encoding="utf-8", newline="\n")
    for path in sys.stdin:
        path = path.rstrip("\n")
        out.write("file %s\n" % path)
        try:
            with open(path, "rb") as f:
                data = f.read()
            shift = len(BOM) if data.startswith(BOM) else 0
            lines = data.decode("utf-8-sig").splitlines()
            found = list(events(ast.parse(data), lines, shift))
        except (SyntaxError, ValueError, RecursionError, MemoryError, OSError) as e:
            out.write("skip %s\n" % type(e).__name__)
            continue
        for line in found:
            out.write(line + "\n")
        out.write("end\n")


main()

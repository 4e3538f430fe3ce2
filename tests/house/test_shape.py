"""Files and functions stay small enough to read, and say what they are for."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
EMPTY_WORDS = {"manager", "service", "helper", "util", "utils", "data", "info", "process", "handle"}


def python_files(*folders: str) -> list[Path]:
    """Our own Python, without what Django writes."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


def long_functions(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                yield f"{node.name} ({lines} lines)"


def empty_words(name: str) -> set[str]:
    """The words of a module's or a class's name that say nothing about what it is."""
    words = re.findall(r"[A-Z]?[a-z]+", name)
    return EMPTY_WORDS & {word.lower() for word in words}


def test_no_file_is_too_long() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in everything()}
    assert not {str(path): length for path, length in lengths.items() if length > LONGEST_FILE}


def test_no_function_is_too_long() -> None:
    found = {str(path): list(long_functions(path.read_text("utf-8"))) for path in everything()}
    assert not {path: names for path, names in found.items() if names}


def test_every_module_says_what_it_is_for() -> None:
    silent = [p for p in everything() if not ast.get_docstring(ast.parse(p.read_text("utf-8")))]
    assert not [str(path) for path in silent]


def test_no_module_or_class_has_an_empty_name() -> None:
    found = set()
    for path in python_files("src"):
        names = [path.parent.name, path.stem]
        tree = ast.parse(path.read_text("utf-8"))
        names += [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        found |= {f"{path}: {name}" for name in names if empty_words(name)}
    assert not found


def test_every_folder_of_modules_is_a_package() -> None:
    """The import contracts see packages only: a folder without `__init__.py` would escape them."""
    package = ROOT / "src/depter"
    folders = {path.parent for path in package.rglob("*.py")}
    assert folders
    assert not [str(folder) for folder in folders if not (folder / "__init__.py").exists()]


def lines_of_code(source: str) -> int:
    """Lines that hold a statement: no blank line, comment or docstring."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    lines: set[int] = set()
    docstrings = {
        node.body[0].lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and ast.get_docstring(node) is not None
    }
    layout = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    for token in tokens:
        if token.type in layout or token.type == tokenize.ENDMARKER:
            continue
        if token.start[0] not in docstrings or token.type != tokenize.STRING:
            lines.update(range(token.start[0], token.end[0] + 1))
    return len(lines)


def test_our_own_cryptographic_code_stays_small() -> None:
    """Decision 0003: it is glue between libraries that others have examined."""
    vault = python_files("src/depter/vault")
    assert vault
    assert sum(lines_of_code(path.read_text("utf-8")) for path in vault) < LONGEST_FILE


def test_lines_are_counted_without_words_about_them() -> None:
    words = '"""A docstring.\n\nLong.\n"""\n\n# why\n'
    source = words + 'x = (\n    1,\n)\n\ndef f():\n    """D."""\n    return x\n'
    assert lines_of_code(source) == 5


def test_the_limits_notice_what_they_are_for() -> None:
    long = "def f():\n" + "    x = 1\n" * LONGEST_FUNCTION
    assert list(long_functions(long)) == ["f (61 lines)"]
    assert not list(long_functions("def f():\n" + "    x = 1\n" * (LONGEST_FUNCTION - 1)))


@pytest.mark.parametrize("name", ["date_utils", "CaseManager", "KeyService", "info"])
def test_an_empty_name_is_noticed(name: str) -> None:
    assert empty_words(name)


@pytest.mark.parametrize("name", ["dates", "Handover", "Database", "CaseCard"])
def test_a_name_of_the_field_is_not(name: str) -> None:
    assert not empty_words(name)


def everything() -> list[Path]:
    found = python_files("src", "tests", "tools", "bench")
    assert len(found) > 10
    return found

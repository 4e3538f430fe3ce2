"""The table of fact kinds in docs/ledger-format.md, drawn from the code.

python -m tests.golden.ledger.kinds        writes it into the document
"""

from __future__ import annotations

import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NewType, Union, get_args, get_origin

import msgspec

from depter.register.checks import _DATES
from depter.register.facts import KINDS
from depter.register.facts.base import Fact, Told
from depter.register.facts.claims import AnySays, Claim
from depter.register.facts.statements import Occasion
from depter.register.facts.world import Spelling
from depter.register.vocabulary import CODED
from depter.values.level import Level

DOCUMENT: Final = Path(__file__).resolve().parents[3] / "docs/ledger-format.md"
BEGIN: Final = "<!-- kinds: drawn from the code by tests/golden/ledger/kinds.py -->"
END: Final = "<!-- end of kinds -->"
PARTS: Final[tuple[type[msgspec.Struct], ...]] = (Told, Occasion, Claim, Spelling)
WORDS: Final = {"str": "text", "int": "integer", "SubjectId": "subject", "ClaimId": "claim id"}
WORDS_TOO: Final = {"StatementId": "statement id", "EntryId": "entry id", "NoneType": "null"}


def tables() -> str:
    """Every kind, every part and every property, as Markdown."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    for kind, fact in KINDS.items():
        yield from _table(f"`{kind}`", fact, levels=fact.levels)
    yield "### Parts of facts\n"
    for part in PARTS:
        yield from _table(part.__name__, part, levels=None)
    yield "### What a claim says\n"
    yield "`says` holds `property` and the fields of that property.\n"
    for says in get_args(AnySays):
        yield from _table(f"`property: {says.__struct_config__.tag}`", says, levels=None)


def _table(title: str, struct: type[msgspec.Struct], *, levels: Any) -> Iterator[str]:
    yield f"#### {title}\n"
    yield (
        "| field | holds | when absent | level |"
        if levels is not None
        else ("| field | holds | when absent |")
    )
    yield "|---|---|---|---|" if levels is not None else "|---|---|---|"
    for field in msgspec.structs.fields(struct):
        cells = [f"`{field.name}`", _holds(struct, field), _absent(field)]
        if levels is not None:
            cells.append(str(levels.get(field.name, Level.INTERNAL)))
        yield "| " + " | ".join(cells) + " |"
    yield ""


def _holds(struct: type[msgspec.Struct], field: msgspec.structs.FieldInfo) -> str:
    codes = CODED.get((struct, field.name))
    what = _words(field.type)
    if codes:
        return f"{what}, codes of `{codes}`"
    return "date (EDTF)" if field.name in _DATES and what == "text" else what


def _absent(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return "never"
    if field.default is None:
        return "null"
    return f"`{field.default}`" if isinstance(field.default, str) and field.default else "empty"


def _words(shape: Any) -> str:
    if isinstance(shape, NewType):
        return {**WORDS, **WORDS_TOO}[shape.__name__]
    origin, inside = get_origin(shape), get_args(shape)
    if origin is tuple:
        return f"list of {_words(inside[0])}"
    if origin is dict:
        return f"object from {_words(inside[0])} to {_words(inside[1])}"
    if origin in (Union, types.UnionType):
        if any(isinstance(one, type) and "property" in str(_tag_field(one)) for one in inside):
            return "one of the properties below"
        return " or ".join(_words(one) for one in inside)
    if isinstance(shape, type) and issubclass(shape, msgspec.Struct):
        return f"{shape.__name__}"
    return {**WORDS, **WORDS_TOO}[shape.__name__]


def _tag_field(shape: type) -> str | None:
    return shape.__struct_config__.tag_field if issubclass(shape, msgspec.Struct) else None


def drawn_into(document: str) -> str:
    """The document with the tables as they are now."""
    before, _, rest = document.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{tables()}\n{END}{after}"


if __name__ == "__main__":
    assert Fact in KINDS["case.opened"].__mro__
    DOCUMENT.write_text(drawn_into(DOCUMENT.read_text("utf-8")), "utf-8")

"""``python -m depter.cli.reference`` writes docs/cli.md from the commands themselves."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import click

_HEAD = """# The command line

This page is written by the program: `python -m depter.cli.reference > docs/cli.md`. A test
compares the two.
"""

_SHEET = """## A statement as a sheet

`depter statement record --file FILE` reads YAML or JSON. Every scalar is a text; leave out what was
not said. A claim has its `property`, the fields of that property, and `basis`, `as_of`, `place`
(an id) and `locator`; the `basis` of the sheet is lent to claims that name none. Dates are EDTF.
Codes are those of [the vocabularies](vocabularies.md).

```yaml
case: k7m2p9qx4d0r8s3t      # or --case on the command line
source: 3v8c1n5w0g6h9z2b    # or source_kind: relative, for a new protected source
occasion: {on: 2019-01-21, channel: in_person}
language: kk
words: Ол қайтпады.
translations: {en: She did not come back.}
consent: [store]
basis: family
claims:
  - {property: name, text: Ainur Example, script: Latn}
  - {property: status, status: camp, as_of: 2017-10~/2018-12, locator: "03:12"}
  - {property: contact, channel: phone, as_of: 2018-04}
```

What is sealed about a source is a sheet too (`depter source introduce --sealed FILE`), with
`identity`, `contact`, `whereabouts` and `note`.

The fields of each property:

"""

_JSON = """## JSON

With `--json` a command prints one document in UTF-8 to standard output. Keys are always there, also
when they are empty, and are never renamed. A failure is a document too:

```json
{"error": "DateNotUnderstood", "what": "…", "safe": "…", "do": "…",
 "about": {}, "suggestion": "2018-21", "exit_code": 2}
```

`about` holds what the sentences were filled with, never a name or a text. Warnings and progress go
to standard error.
"""


def reference() -> str:
    """The whole page."""
    from depter.cli.main import root

    context = click.Context(root, info_name="depter")
    parts = [_HEAD, _prose(root), "Every command also takes:\n", _options(root, context)]
    parts += _commands(root, context, depth=2)
    return "\n".join([*parts, _SHEET + "\n".join(_properties()) + "\n", _JSON])


def _commands(group: click.Group, above: click.Context, *, depth: int) -> Iterator[str]:
    for name, command in group.commands.items():
        context = click.Context(command, info_name=name, parent=above)
        usage = " ".join(command.collect_usage_pieces(context))
        yield f"{'#' * depth} `{context.command_path}`\n"
        yield _prose(command)
        if isinstance(command, click.Group):
            yield from _commands(command, context, depth=depth + 1)
            continue
        yield f"```\n{context.command_path} {usage}\n```\n"
        options = _options(command, context, without=("--notebook", "--json"))
        if options:
            yield options


def _options(command: click.Command, context: click.Context, without: tuple[str, ...] = ()) -> str:
    records = [
        (param, record)
        for param in command.get_params(context)
        if isinstance(param, click.Option) and (record := param.get_help_record(context))
    ]
    lines = [
        f"- `{record[0]}` {record[1]}"
        for param, record in records
        if not set(param.opts) & {*without, "--help"}
    ]
    return "\n".join([*lines, ""]) if lines else ""


def _properties() -> Iterator[str]:
    from depter.register.facts.claims import SHAPES

    for name, shape in SHAPES.items():
        yield f"- `{name}`: {', '.join(f'`{field}`' for field in shape.__struct_fields__)}"


def _prose(command: click.Command) -> str:
    return inspect.cleandoc(command.help or "") + "\n"


if __name__ == "__main__":
    click.echo(reference(), nl=False)

"""The words of paper shares, typed one share after the other, and shown no longer than needed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from depter.errors import BadInput

if TYPE_CHECKING:
    from depter.recovery.shares import Share


def read_shares() -> list[Share]:
    """As many shares as the first one says are needed.

    Who types at a terminal may try a mistyped share again; the screen is cleared after each.

    Raises:
        ShareMistyped, ShareLength, ShareWrong, ShareTwice: what was not typed at a terminal.
    """
    shares: list[Share] = []
    while not shares or len(shares) < shares[0].threshold:
        need = f" of {shares[0].threshold}" if shares else ""
        typed = click.prompt(f"Words of share {len(shares) + 1}{need}", err=True)
        try:
            shares.append(_another(typed, shares))
        except BadInput as failure:
            if not sys.stdin.isatty():
                raise
            from depter.cli.failures import paragraph

            click.echo(paragraph(failure), err=True)
        else:
            if sys.stdin.isatty():
                click.clear()
    return shares


def _another(typed: str, shares: list[Share]) -> Share:
    from depter.recovery.share_errors import ShareTwice
    from depter.recovery.shares import read_share

    share = read_share(typed)
    if any(one.index == share.index for one in shares):
        raise ShareTwice(number=share.index)
    return share

"""Depter: a register of missing people in which every value is a claim with its source.

```python
import depter

with depter.open_notebook("register", passphrase="…") as book:
    for case in book.cases().rows:
        print(case.name, case.status)
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from depter.store.book import Book, create_notebook, open_notebook

__all__ = ["Book", "create_notebook", "open_notebook"]


def __getattr__(name: str) -> Any:
    """Load Django only when a notebook is wanted."""
    if name in __all__:
        from depter.store import book

        return getattr(book, name)
    raise AttributeError(f"module 'depter' has no attribute {name!r}")

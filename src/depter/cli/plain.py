"""What the register answers, as plain JSON values: every key always there, also when empty."""

from __future__ import annotations

from enum import Enum
from typing import Any

import msgspec


def plain(value: Any) -> Any:
    """Structs become objects with all their fields (and their tag), tuples become lists."""
    if isinstance(value, msgspec.Struct):
        config = value.__struct_config__
        tag = {config.tag_field: config.tag} if config.tag_field and config.tag else {}
        return tag | {name: plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    return value.value if isinstance(value, Enum) else value


def as_json(value: Any) -> bytes:
    """One JSON document, UTF-8, indented by two."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2)

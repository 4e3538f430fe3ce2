"""Bodies: lines with salts, digests that give nothing away, and nothing else taken for one."""

from __future__ import annotations

import contextlib
import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depter.ledger.disclosure import BodyNotUnderstood, is_committed, read_body, write_body
from depter.ledger.entry import b64, unb64

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
some_fields = st.dictionaries(st.text(max_size=12), json_values, min_size=1, max_size=6)


@given(some_fields)
def test_what_was_written_is_read(fields: dict[str, Any]) -> None:
    body, digests = write_body(fields.items())
    assert read_body(body) == fields
    assert is_committed(body, commits=digests)
    assert len(digests) == len(fields) == len(body.split(b"\n"))


@given(some_fields)
def test_the_same_words_twice_have_nothing_in_common(fields: dict[str, Any]) -> None:
    """Else a digest could be guessed: there are only so many names and dates."""
    _, one = write_body(fields.items())
    _, other = write_body(fields.items())
    assert not set(one) & set(other)


@given(some_fields, st.data())
def test_a_line_changed_added_or_taken_away_is_noticed(
    fields: dict[str, Any], data: st.DataObject
) -> None:
    body, digests = write_body(fields.items())
    lines = body.split(b"\n")
    place = data.draw(st.integers(0, len(lines) - 1))
    assert not is_committed(b"\n".join([*lines, lines[place]]), commits=digests)
    assert not is_committed(b"\n".join(lines[:place] + lines[place + 1 :]), commits=digests)
    line = lines[place]
    at = data.draw(st.integers(0, len(line) - 1))
    lines[place] = line[:at] + bytes([line[at] ^ 1]) + line[at + 1 :]
    assert not is_committed(b"\n".join(lines), commits=digests)


def test_a_line_is_a_salt_a_name_and_a_value_and_its_digest_is_of_its_bytes() -> None:
    body, (digest,) = write_body([("words", "Қайда?")])
    salt, name, value = json.loads(body)
    assert (name, value) == ("words", "Қайда?")
    assert len(unb64(salt)) == 16
    assert digest == b64(hashlib.sha256(body).digest())


def test_digests_are_sorted_so_that_their_order_says_nothing() -> None:
    _, digests = write_body([(str(number), number) for number in range(50)])
    assert list(digests) == sorted(digests)


@pytest.mark.parametrize(
    "body",
    [
        *(b"{}", b"[]", b'["salt","name"]', b'["salt",7,"value"]', b'["s","n",1,2]'),
        *(b'["s","n",1', b"\xff\xfe", b"null", b'["s","n",1]\n\n["s","n",2]', b"["),
    ],
)
def test_what_is_no_body_ends_in_a_sentence(body: bytes) -> None:
    with pytest.raises(BodyNotUnderstood) as refusal:
        read_body(body)
    assert refusal.value.exit_code == 4


@given(st.binary(max_size=200))
def test_any_bytes_end_in_fields_or_in_a_sentence(body: bytes) -> None:
    with contextlib.suppress(BodyNotUnderstood):
        assert isinstance(read_body(body), dict)

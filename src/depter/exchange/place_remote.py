"""Places on a server, through the opendal library: WebDAV, and S3 with what speaks like it.

Opendal holds a whole file in memory to send it to a WebDAV server; that one request is sent by
the standard library, block by block.
"""

from __future__ import annotations

import asyncio
import base64
import urllib.request
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Final
from urllib.parse import quote

import opendal
from opendal.layers import RetryLayer, TimeoutLayer

from depter.errors import DepterError
from depter.exchange.place import BLOCK, Place
from depter.exchange.place_errors import (
    NotInPlace,
    PlaceBroken,
    PlaceNotThere,
    PlaceNotUnderstood,
    PlaceRefused,
    remote_failures,
)
from depter.exchange.place_names import checked_name, checked_prefix, is_name, name_beside

PATIENCE: Final = 20.0
"""Seconds after which a server that says nothing counts as not there."""
PATIENCE_FOR_BLOCKS: Final = 120.0
"""Seconds one block may take: a slow line is no dead one (it is asked for a sign of life first)."""

_UPLOAD: Final = 8 * 1024 * 1024  # S3 takes no part under 5 MiB and no more than 10,000 parts
_MOST_NAMES: Final = 1_000_000
_TRIES: Final = 3


class _RemotePlace(Place):
    """What WebDAV and S3 have in common.

    The limit on time lies outside the retries. The other way round, opendal answers the second
    try of a listing that ran out of time with an empty list.
    """

    def __init__(self, address: str, operator: opendal.Operator) -> None:
        super().__init__(address)
        again = RetryLayer(max_times=_TRIES, min_delay=0.2, max_delay=2.0)
        patient = TimeoutLayer(timeout=PATIENCE, io_timeout=PATIENCE_FOR_BLOCKS)
        self._files = operator.layer(again).layer(patient)
        self._listing = operator.layer(TimeoutLayer(timeout=PATIENCE, io_timeout=PATIENCE))

    def list(self, prefix: str = "") -> list[str]:
        folder = checked_prefix(prefix).rpartition("/")[0]
        # Asynchronously, because the blocking list of opendal holds up all threads of Python; in a
        # thread of its own, because this one may have a loop running.
        where = f"{folder}/" if folder else "/"
        with remote_failures(), ThreadPoolExecutor(max_workers=1) as beside:
            found = beside.submit(lambda: asyncio.run(_listed(self._listing, where))).result()
        return sorted(one for one in found if is_name(one) and one.startswith(prefix))

    def size(self, name: str) -> int | None:
        with remote_failures():
            try:
                there = self._files.stat(checked_name(name))
            except opendal.exceptions.NotFound:
                return None
        return there.content_length

    def delete(self, name: str) -> None:
        if self.size(name) is None:  # also the sign of life: opendal counts deleting among blocks
            return
        with suppress(NotInPlace), remote_failures():
            self._files.delete(name)

    def _blocks(self, name: str) -> Iterator[bytes]:
        with remote_failures(), self._files.open(checked_name(name), "rb") as source:
            while block := source.read(BLOCK):
                yield block


class BucketPlace(_RemotePlace):
    """S3 and what speaks like it: a file appears there when its last part was confirmed."""

    def __init__(
        self,
        address: str,
        *,
        endpoint: str,
        bucket: str,
        region: str,
        root: str,
        credentials: Mapping[str, str],
    ) -> None:
        if not credentials.get("user") or not credentials.get("password"):
            raise PlaceRefused()  # or the library would look for some on this computer
        operator = _operator(
            "s3",
            endpoint=endpoint,
            bucket=bucket,
            region=region,
            root=root or "/",
            access_key_id=credentials["user"],
            secret_access_key=credentials["password"],
            disable_config_load="true",
            disable_ec2_metadata="true",
        )
        super().__init__(address, operator)

    def _put(self, name: str, blocks: Iterator[bytes], *, size: int) -> None:
        self.size(name)  # a sign of life, before blocks are given all the time they need
        with remote_failures():
            # No "with": leaving it after a failure would confirm the half that was sent.
            out = self._files.open(name, "wb", chunk=_UPLOAD)
            for block in blocks:
                out.write(block)
            out.close()


class DavPlace(_RemotePlace):
    """WebDAV: a file is sent under another name, then moved to its own."""

    def __init__(
        self, address: str, *, endpoint: str, root: str, credentials: Mapping[str, str]
    ) -> None:
        user, password = credentials.get("user", ""), credentials.get("password", "")
        known = {"username": user, "password": password} if credentials else {}
        operator = _operator("webdav", endpoint=endpoint, root=root or "/", **known)
        super().__init__(address, operator)
        self._base = f"{endpoint}/{quote(root.strip('/'))}".rstrip("/")
        pair = base64.b64encode(f"{user}:{password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {pair}"} if credentials else {}

    def _put(self, name: str, blocks: Iterator[bytes], *, size: int) -> None:
        folder, _, last = name.rpartition("/")
        beside = f"{folder}/{name_beside(last)}" if folder else name_beside(last)
        with _missing_is_away(), remote_failures():
            self._files.create_dir(f"{folder}/" if folder else "/")
        try:
            with _missing_is_away(), remote_failures():
                self._send(beside, blocks, size=size)
                self._files.rename(beside, name)
        except BaseException:
            with suppress(DepterError), remote_failures():
                self._files.delete(beside)
            raise

    def _send(self, name: str, blocks: Iterator[bytes], *, size: int) -> None:
        headers = {**self._headers, "Content-Length": str(size)}
        sent = urllib.request.Request(  # the base was checked to be HTTP(S)
            f"{self._base}/{name}", data=blocks if size else b"", headers=headers, method="PUT"
        )
        with urllib.request.urlopen(sent, timeout=PATIENCE) as answer:
            answer.read(BLOCK)


def _operator(kind: str, **settings: str) -> opendal.Operator:
    try:
        return opendal.Operator(kind, **settings)
    except (opendal.exceptions.ConfigInvalid, opendal.exceptions.Unexpected):
        raise PlaceNotUnderstood() from None


async def _listed(operator: opendal.Operator, folder: str) -> list[str]:
    found: list[str] = []
    async for entry in await operator.to_async_operator().list(folder, recursive=True):
        found.append(entry.path)
        if len(found) > _MOST_NAMES:  # a server that never ends would fill the memory
            raise PlaceBroken()
    return found


@contextmanager
def _missing_is_away() -> Iterator[None]:
    """While writing, “not found” is said of the whole place, not of the file."""
    try:
        yield
    except NotInPlace:
        raise PlaceNotThere() from None

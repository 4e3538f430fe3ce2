"""Places where copies and bundles lie: a folder or stick, a WebDAV server, an S3 bucket.

A place holds opaque files that somebody else may read, and change: whatever lies there is
encrypted before it comes here, and checked after it was read. Servers are spoken to through the
opendal library; folders by hand, since opendal follows symbolic links and does not flush the
folder after the rename, which is what a stick that is pulled out needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from depter.exchange.place import Place, Progress
from depter.exchange.place_errors import (
    AddressNotEncrypted,
    PasswordInAddress,
    PlaceNotUnderstood,
)
from depter.exchange.place_folder import FolderPlace
from depter.exchange.place_remote import BucketPlace, DavPlace

__all__ = ["Place", "Progress", "open_place"]

_CREDENTIALS: Final = frozenset({"user", "password"})
_BUCKET_SETTINGS: Final = frozenset({"endpoint", "region"})


def open_place(address: str, *, credentials: Mapping[str, str] = {}) -> Place:
    """The place at an address; nothing is asked of it yet.

    ``/media/stick/copies`` is a folder; ``davs://host/path`` (or ``https://``) a WebDAV server;
    ``s3://bucket/prefix?endpoint=https://host&region=name`` a bucket. ``credentials`` are ``user``
    and ``password``; of a bucket, the access key and its secret.

    Raises:
        PlaceNotUnderstood: not an address, one with a password in it, or one in plain HTTP.
        PlaceRefused: a bucket without credentials (none are ever taken from the surroundings).
    """
    if not address.strip() or "\0" in address or set(credentials) - _CREDENTIALS:
        raise PlaceNotUnderstood()
    if "://" not in address:
        return FolderPlace(Path(address).expanduser().absolute())
    url = _split(address)
    if url.scheme == "s3":
        return _bucket(url, address, credentials)
    if url.scheme not in ("davs", "https", "http") or url.query or url.fragment:
        raise PlaceNotUnderstood()
    endpoint = _endpoint(url._replace(scheme="https" if url.scheme == "davs" else url.scheme))
    return DavPlace(address, endpoint=endpoint, root=unquote(url.path), credentials=credentials)


def _bucket(url: SplitResult, address: str, credentials: Mapping[str, str]) -> Place:
    settings = dict(parse_qsl(url.query, keep_blank_values=True))
    if not url.hostname or url.fragment:
        raise PlaceNotUnderstood()
    if set(settings) - _BUCKET_SETTINGS:
        raise PasswordInAddress()  # whatever else is written there is most likely a key
    region = settings.get("region", "us-east-1")
    endpoint = settings.get("endpoint", f"https://s3.{region}.amazonaws.com")
    at = _split(endpoint)
    if at.path.strip("/") or at.query or at.fragment:
        raise PlaceNotUnderstood()
    return BucketPlace(
        address,
        endpoint=_endpoint(at),
        bucket=url.netloc,
        region=region,
        root=unquote(url.path),
        credentials=credentials,
    )


def _split(address: str) -> SplitResult:
    try:
        url = urlsplit(address)
        _ = url.port
    except ValueError:
        raise PlaceNotUnderstood() from None
    if "@" in url.netloc:
        raise PasswordInAddress()
    return url


def _endpoint(url: SplitResult) -> str:
    """Scheme, host and port.

    Raises:
        AddressNotEncrypted: plain HTTP to another computer.
    """
    if not url.hostname or url.scheme not in ("http", "https"):
        raise PlaceNotUnderstood()
    if url.scheme == "http" and not _is_this_computer(url.hostname):
        raise AddressNotEncrypted()
    return f"{url.scheme}://{url.netloc}"


def _is_this_computer(host: str) -> bool:
    return host in ("127.0.0.1", "localhost", "::1")

"""Real servers on this computer for the tests: WebDAV (perhaps with TLS), S3, and a deaf one."""

from __future__ import annotations

import datetime
import ipaddress
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import boto3
from cheroot import wsgi
from cheroot.ssl.builtin import BuiltinSSLAdapter
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from moto.server import ThreadedMotoServer
from wsgidav.wsgidav_app import WsgiDAVApp

from depter.exchange.places import Place, open_place

USER: Final = "aigerim"
PASSWORD: Final = "seven-apples-on-a-hill"
CREDENTIALS: Final = {"user": USER, "password": PASSWORD}
BUCKET: Final = "s3://office/copies?endpoint={}"


@contextmanager
def dav_server(folder: Path, *, certificate: tuple[Path, Path] | None = None) -> Iterator[str]:
    """A WebDAV server over a folder, open to one user; the address of its root."""
    app = WsgiDAVApp(
        {
            "provider_mapping": {"/": str(folder)},
            "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
            "http_authenticator": {"accept_digest": False, "default_to_digest": False},
            "verbose": 0,
            "logging": {"enable": False},
        }
    )
    server = wsgi.Server(("127.0.0.1", 0), app, timeout=2, shutdown_timeout=1)
    server.error_log = lambda *_, **__: None  # broken connections are what some tests want
    if certificate is not None:
        server.ssl_adapter = BuiltinSSLAdapter(*map(str, certificate))
    server.prepare()
    threading.Thread(target=server.serve, daemon=True).start()
    try:
        yield f"{'http' if certificate is None else 'https'}://127.0.0.1:{server.bind_addr[1]}"
    finally:
        server.stop()


@contextmanager
def bucket_server(*buckets: str) -> Iterator[str]:
    """An S3 server in memory with some buckets; its endpoint."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    try:
        client = boto3.client(
            "s3",
            endpoint_url=f"http://{host}:{port}",
            region_name="us-east-1",
            aws_access_key_id=USER,
            aws_secret_access_key=PASSWORD,
        )
        for bucket in buckets:
            client.create_bucket(Bucket=bucket)
        yield f"http://{host}:{port}"
    finally:
        server.stop()


@contextmanager
def deaf_server() -> Iterator[str]:
    """Takes every connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@contextmanager
def answering(answer: bytes) -> Iterator[str]:
    """Says the same to everybody, whatever was asked."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:

        def serve() -> None:
            while True:
                try:
                    caller, _ = listening.accept()
                except OSError:
                    return
                with caller:
                    caller.recv(65536)
                    caller.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def own_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for this computer that nobody vouches for, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(here, critical=False)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


def remote(kind: str, endpoint: str, *, credentials: dict[str, str] = CREDENTIALS) -> Place:
    address = endpoint + "/copies" if kind == "dav" else BUCKET.format(endpoint)
    return open_place(address, credentials=credentials)


def attempts_on(place: Place, tmp_path: Path) -> list[Callable[[], object]]:
    film = tmp_path / "a film"
    film.write_bytes(b"x" * 300_000)
    return [
        lambda: place.list(),
        lambda: place.read("a"),
        lambda: place.size("a"),
        lambda: place.write("a", b"x"),
        lambda: place.write_file("b/a", film),
        lambda: place.read_file("a", tmp_path / "got"),
        lambda: place.delete("a"),
    ]

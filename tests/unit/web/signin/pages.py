"""The templates as a request would show them, and a small server that shows them to a browser."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from django.contrib.staticfiles import finders
from django.shortcuts import render
from django.test import RequestFactory

from depter.web.frame.headers import HEADERS


def shown(template: str, context: Mapping[str, Any]) -> str:
    """One page, in the language that is active."""
    request = RequestFactory().get("/second/", HTTP_HOST="localhost")
    return render(request, f"signin/{template}.html", dict(context)).content.decode()


@contextmanager
def serving_pages(
    page: Callable[[str], bytes], posted: Callable[[str, str], bytes]
) -> Iterator[int]:
    """Serve pages with Depter's own headers on a free port; a post gives its ``answer`` field."""

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/static/"):
                found = finders.find(self.path.removeprefix("/static/"))
                kind = "text/javascript" if self.path.endswith(".js") else "text/css"
                body = Path(found).read_bytes() if isinstance(found, str) else b""
                return self.say(body, kind)
            return self.say(page(self.path), "text/html; charset=utf-8")

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
            answer = parse_qs(raw).get("answer", [""])[0]
            self.say(posted(self.path, answer), "text/plain; charset=utf-8")

        def say(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            for name, value in HEADERS.items():
                self.send_header(name, value)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def as_attribute(options: Mapping[str, Any]) -> str:
    """Options as the page's script reads them."""
    return json.dumps(options)

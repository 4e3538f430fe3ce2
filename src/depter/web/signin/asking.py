"""A passkey's question on a page: asked of one session, judged once."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

from depter.web.frame.unlocked import UnlockedRequest
from depter.web.signin.asked import QUESTIONS, Asked
from depter.web.signin.factors import Factors
from depter.web.signin.passkeys import address_at, is_possible_at, origin_at

Ask = Callable[..., tuple[Asked, dict[str, Any]]]


def origin_of(request: UnlockedRequest) -> str:
    """The one origin whose answers count: by the port that is listened on."""
    return origin_at(int(request.META["SERVER_PORT"]))


def question(request: UnlockedRequest, factors: Factors, ask: Ask) -> dict[str, str]:
    """What the page needs: ``passkey``, the question as JSON, or ``localhost``, the address where
    passkeys can be used; at an address of numbers nothing is asked."""
    if not is_possible_at(request.get_host()):
        port = int(request.META["SERVER_PORT"])
        return {"passkey": "", "localhost": address_at(port, path=request.path)}
    asked, options = ask(
        factors,
        member=request.sitting.session.member,
        origin=origin_of(request),
        now=time.time(),
    )
    QUESTIONS.ask(request.sitting.session.id, asked)
    return {"passkey": json.dumps(options), "localhost": ""}

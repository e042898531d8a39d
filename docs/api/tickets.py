#!/usr/bin/env python3
"""Files a fault with a picture, takes it in hand, answers, and lists a queue: python3 docs/api/tickets.py URL TOKEN QUEUE TEXT [FILE]

Nothing but Python's own library. `Ansvar` is meant to be copied: it sends again what got no answer, and no ticket becomes two.
"""

from __future__ import annotations

import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict


class Ticket(TypedDict):
    """Some of the fields of a ticket; /help/api has them all."""

    number: int
    subject: str
    role: str
    state: str
    due_at: str | None


@dataclass(frozen=True)
class Answer:
    json: Any
    etag: str | None


class Refused(Exception):
    """A problem of RFC 9457. Its code, and those of its fields, stay the same; its words are for people."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(problem.get("detail") or problem.get("title"))
        self.status = status
        self.code: str = problem["type"].rsplit("/", 1)[-1]
        self.fields: dict[str, str] = {fault["pointer"]: fault["code"] for fault in problem.get("errors", [])}


@dataclass(frozen=True)
class Ansvar:
    url: str
    token: str
    tries: int = 5

    def get(self, path: str) -> Answer:
        return self._send("GET", path)

    def post(self, path: str, body: Any, etag: str | None = None) -> Answer:
        """The same key each time it is sent: however often it arrives, it is done once."""
        headers = {"Idempotency-Key": str(uuid.uuid4())} | ({"If-Match": etag} if etag else {})
        if isinstance(body, bytes):
            return self._send("POST", path, body, headers | {"Content-Type": "application/octet-stream"})
        return self._send("POST", path, json.dumps(body).encode(), headers | {"Content-Type": "application/json"})

    def change(self, ticket: int, what: str, body: Any) -> Answer:
        """Reads the ticket and changes it as it stands; once more when somebody was faster."""
        place = f"/api/v1/tickets/{ticket}"
        while True:
            etag = self.get(f"{place}?fields=state&include=").etag
            try:
                return self.post(f"{place}/{what}", body, etag)
            except Refused as refused:
                if refused.status != 412:
                    raise

    def every(self, path: str) -> Iterator[Ticket]:
        """All of a list, page by page."""
        after = ""
        while after is not None:
            page = self.get(f"{path}?after={urllib.parse.quote(after)}" if after else path).json
            yield from page["items"]
            after = page["next"]

    def _send(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        for left in reversed(range(self.tries)):
            request = urllib.request.Request(self.url + path, body, {"Authorization": f"Bearer {self.token}"} | (headers or {}), method=method)
            wait = 1.0
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    return Answer(json.load(answer), answer.headers["ETag"])
            except urllib.error.HTTPError as error:
                retry = error.headers["Retry-After"]
                if not retry or not left:
                    raise Refused(error.code, json.load(error)) from None
                wait = float(retry)
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                if not left:
                    raise
            time.sleep(wait)
        raise AssertionError("the last try returns or raises")


def main(url: str, token: str, queue: str, text: str, file: str | None = None) -> None:
    ansvar = Ansvar(url, token)
    files = []
    if file:
        name = urllib.parse.quote(Path(file).name)
        files.append(ansvar.post(f"/api/v1/files?name={name}", Path(file).read_bytes()).json["token"])
    try:
        ticket: Ticket = ansvar.post("/api/v1/tickets", {"body": text, "files": files}).json
    except Refused as refused:
        sys.exit(f"{refused.code} {refused.fields}: {refused}")
    print(f"#{ticket['number']} {ticket['subject']}: {ticket['role']}, {ticket['due_at']}")
    ansvar.change(ticket["number"], "state", {"state": "in_progress"})
    ansvar.post(f"/api/v1/tickets/{ticket['number']}/messages", {"kind": "reply", "body": "Vi har sett det."})
    for each in ansvar.every(f"/api/v1/queues/{queue}/tickets"):
        print(f"#{each['number']} {each['state']} {each['subject']}")


if __name__ == "__main__":
    main(*sys.argv[1:])

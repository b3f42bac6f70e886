"""The site as it is served, by gunicorn on this machine: requests per second, and the weight of a page."""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urljoin

from django.conf import settings

from indices.benchmarks.measuring import HOST, Spread, UnexpectedAnswerError

CONNECTIONS = 4
PATIENCE = 30  # seconds until the server must answer
KINDS = {"css": "css", "js": "js", "svg": "images", "woff2": "fonts"}  # by the end of the address
LINKED = re.compile(r'<(?:link|script|img)[^>]*?(?:href|src)="([^"]+\.(?:css|js|svg|woff2))"')
URL_IN_STYLE = re.compile(r'url\("?([^")]+)"?\)')


@dataclass(frozen=True)
class Load:
    """What a page answered to several connections that asked without a pause."""

    per_second: float
    milliseconds: Spread


@dataclass(frozen=True)
class Weight:
    """What a browser without anything kept is sent for a page, in bytes: kind of file -> (raw, as sent)."""

    by_kind: dict[str, tuple[int, int]]

    def sent(self, *, without=""):
        """Bytes sent, but for one kind of file."""
        return sum(sent for kind, (_raw, sent) in self.by_kind.items() if kind != without)


@contextmanager
def served(*, workers):
    """The site under gunicorn on a free port of this machine; gives the port."""
    with socket.create_server((HOST, 0)) as held:
        port = held.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", settings.WSGI_APPLICATION.replace(".application", ":application")]
    command += ["--bind", f"{HOST}:{port}", "--workers", str(workers), "--log-level", "warning"]
    server = subprocess.Popen(command, cwd=settings.BASE_DIR, env=os.environ | {"DJANGO_HTTPS": "false"})  # noqa: S603
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


def _wait_for(port, server):
    until = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < until:
        try:
            _get(HTTPConnection(HOST, port, timeout=PATIENCE), "/accounts/login/")
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    raise UnexpectedAnswerError("gunicorn does not answer")


def _get(connection, path, *, expected=200, **headers):
    """One answer: (the response, its body)."""
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read()
    if response.status != expected:
        raise UnexpectedAnswerError(f"{path} answers {response.status}, not {expected}")
    return response, body


def load(port, path, *, seconds, kept=False):
    """Ask for a page on several connections at once for some seconds.

    Args:
        kept: as a browser that has the page, which is answered 304.
    """
    headers, expected = {"Accept_Encoding": "gzip"}, 200
    response, _body = _get(HTTPConnection(HOST, port, timeout=PATIENCE), path, **headers)
    if kept:
        headers["If_None_Match"], expected = response.headers["ETag"], 304
    taken, faults = [], []
    started = time.perf_counter()

    def ask():
        connection = HTTPConnection(HOST, port, timeout=PATIENCE)  # connects anew by itself where it was closed
        try:
            while (asked := time.perf_counter()) < started + seconds:
                _get(connection, path, expected=expected, **headers)
                taken.append((time.perf_counter() - asked) * 1000)
        except (OSError, HTTPException, UnexpectedAnswerError) as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _connection in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise UnexpectedAnswerError(f"{path} under load: {faults[0]!r}")
    return Load(len(taken) / (time.perf_counter() - started), Spread.of(taken))


def weigh(port, path):
    """What a page weighs with all that it names, every font of its styles too (a browser takes those it needs)."""
    connection = HTTPConnection(HOST, port, timeout=PATIENCE)
    by_kind = {}

    def fetch(address):
        sizes = []
        for encoding in ("identity", "br, gzip"):
            _response, body = _get(connection, address, Accept_Encoding=encoding)
            sizes.append(len(body))
            if encoding == "identity":
                text = body
        kind = "charts" if "/plotly" in address else KINDS.get(address.rpartition(".")[2], "html")
        raw, sent = by_kind.get(kind, (0, 0))
        by_kind[kind] = (raw + sizes[0], sent + sizes[1])
        return text.decode(errors="ignore") if kind in ("html", "css") else ""

    linked = [urljoin(path, address) for address in LINKED.findall(fetch(path))]
    for address in dict.fromkeys(linked):
        styles = fetch(address)
        for font in dict.fromkeys(urljoin(address, named) for named in URL_IN_STYLE.findall(styles)):
            if font.endswith(".woff2") and font not in linked:
                linked.append(font)
                fetch(font)
    connection.close()
    return Weight(by_kind)

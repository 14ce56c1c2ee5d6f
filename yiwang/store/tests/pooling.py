"""A proxy that pools by transaction, as small as it can be: what the doctor must recognise.

Each client gets a server connection of its own at first; after every transaction that connection goes back to
the end of a queue, and the next transaction, of any client, takes the first one.
"""

from __future__ import annotations

import queue
import select
import socket
import struct
import threading
from pathlib import Path


def read_exactly(line: socket.socket, count: int) -> bytes:
    """Read `count` bytes; raises ConnectionError when the other side has gone."""
    got = b""
    while len(got) < count:
        piece = line.recv(count - len(got))
        if not piece:
            raise ConnectionError
        got += piece
    return got


def read_message(line: socket.socket) -> tuple[bytes, bytes]:
    """Read one typed message of the PostgreSQL protocol. Returns (type, whole message)."""
    head = read_exactly(line, 5)
    return head[:1], head + read_exactly(line, struct.unpack("!I", head[1:])[0] - 4)


class PoolingProxy:
    """Listens on a Unix socket in `directory` and forwards to the server's socket."""

    def __init__(self, directory: Path, target: str) -> None:
        self._target = target
        self._free: queue.Queue[socket.socket] = queue.Queue()
        self._ear = socket.socket(socket.AF_UNIX)
        self._ear.bind(str(directory / ".s.PGSQL.5432"))
        self._ear.listen(16)
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Stop listening and drop the server connections."""
        self._ear.shutdown(socket.SHUT_RDWR)
        self._ear.close()
        while not self._free.empty():
            self._free.get().close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._ear.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            self._start_up(client)
            while True:
                self._transaction(client)
        except (ConnectionError, OSError):
            client.close()

    def _start_up(self, client: socket.socket) -> None:
        """Let the client log in on a new server connection, which then joins the pool."""
        length = read_exactly(client, 4)
        rest = read_exactly(client, struct.unpack("!I", length)[0] - 4)
        server = socket.socket(socket.AF_UNIX)
        server.connect(self._target)
        server.sendall(length + rest)
        kind = b""
        while kind != b"Z":
            kind, message = read_message(server)
            client.sendall(message)
        self._free.put(server)

    def _transaction(self, client: socket.socket) -> None:
        select.select([client], [], [])
        try:
            server = self._free.get(timeout=30)
        except queue.Empty:  # the pooler was closed under this client
            raise ConnectionError from None
        try:
            self._relay_one_transaction(client, server)
        except (ConnectionError, OSError):
            server.close()
            raise
        self._free.put(server)

    @staticmethod
    def _relay_one_transaction(client: socket.socket, server: socket.socket) -> None:
        awaited = 0  # answers "ready" that the server still owes
        last = status = b""
        while awaited or status != b"I":
            for side in select.select([client, server], [], [])[0]:
                kind, message = read_message(side)
                if side is client:
                    if kind == b"X":
                        raise ConnectionError
                    awaited += kind in b"QS"
                    last = kind if kind in b"QS" else last
                    server.sendall(message)
                else:
                    client.sendall(message)
                    if kind == b"Z":
                        awaited -= 1
                        status = message[5:6]
                    elif kind == b"G" and last == b"S":
                        awaited -= 1  # a server that starts to COPY ignores the Sync before the data

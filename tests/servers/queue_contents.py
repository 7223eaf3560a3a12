"""What a queue server holds, in clear: RQ keeps the arguments of a job compressed."""

from __future__ import annotations

import zlib
from itertools import chain

from redis import Redis

_READ = {
    b"string": lambda server, key: [server.get(key)],
    b"hash": lambda server, key: chain(*server.hgetall(key).items()),
    b"list": lambda server, key: server.lrange(key, 0, -1),
    b"set": lambda server, key: server.smembers(key),
    b"zset": lambda server, key: server.zrange(key, 0, -1),
    b"stream": lambda server, key: chain(*(pair for _, fields in server.xrange(key) for pair in fields.items())),
}


def everything_in(server: Redis) -> str:
    """Every key and every value, as somebody who looks into the server would read them."""
    found = []
    for key in server.keys("*"):
        found += [key, *_READ[server.type(key)](server, key)]
    return "\n".join(_in_clear(part).decode("utf-8", "replace") for part in found if part is not None)


def _in_clear(part: bytes) -> bytes:
    try:
        return zlib.decompress(part)
    except zlib.error:
        return part

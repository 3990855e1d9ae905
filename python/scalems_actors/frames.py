"""The frames between a worker and an agent: version, kind, length and content, all numbers little-endian."""

import os
import select
import struct
import threading

VERSION = 2

START, TASK, CANCEL, REVOKE, RANK, RANK_ENDED = 1, 2, 3, 4, 5, 7
ACCEPTED, SUB_ENDED, RESUME = 8, 9, 10
READY, REFUSED, BEGUN, ENDED, OUTPUT, REVOKED, EXITING, LEAVING, CODE = range(16, 25)
SUBMIT, WAITING, RESUMING = 26, 27, 28

DONE, FAILED, CANCELED = 4, 5, 6

# In the byte before a document: bytes that it has as base64 come beside it, see `beside`.
RAW = 0x80

_INT = struct.Struct("<i")
_HEADER = struct.Struct("<BBi")
_BEGUN = struct.Struct("<BBiIq")
_ENDED = struct.Struct("<BBiIBqH")
_OUTPUT = struct.Struct("<BBiIB")
_SUBMIT = struct.Struct("<BBiIIB")
_SEQUENCE = struct.Struct("<BBiI")

# One read takes hundreds of small tasks: a pipe holds 64 KiB unless it is enlarged.
_READ_SIZE = 256 * 1024


def frame(kind, content):
    return _HEADER.pack(VERSION, kind, len(content)) + content


def begun(sequence, microseconds):
    return _BEGUN.pack(VERSION, BEGUN, 12, sequence, microseconds)


def ended(sequence, state, microseconds, code, outcome):
    return _ENDED.pack(VERSION, ENDED, 15 + len(outcome), sequence, state, microseconds, code) + outcome


def ended_beside(sequence, state, microseconds, code, outcome, parts):
    """As `ended`, with bytes beside the outcome, which names each "#" and its number."""
    lengths = struct.pack(f"<{len(parts) + 2}i", len(parts), *map(len, parts), len(outcome))
    length = 15 + len(lengths) + len(outcome) + sum(map(len, parts))
    return b"".join((_ENDED.pack(VERSION, ENDED, length, sequence, state | RAW, microseconds, code), lengths, outcome, *parts))


def beside(content):
    """The document, and the bytes that come beside it, of what follows a byte with RAW."""
    count = _INT.unpack_from(content)[0]
    *lengths, length = struct.unpack_from(f"<{count + 1}i", content, 4)
    start = 8 + 4 * count
    end = start + length
    document, parts = bytes(content[start:end]), []
    for length in lengths:
        parts.append(content[end : end + length])
        end += length
    if end != len(content):
        raise ValueError(f"{len(content)} bytes for a document and {count} parts of it, which are {end}")
    return document, parts


def output(sequence, stream, text):
    content = text.encode("utf-8", "replace")
    return _OUTPUT.pack(VERSION, OUTPUT, 5 + len(content), sequence, stream) + content


def revoked(sequences):
    return frame(REVOKED, struct.pack(f"<i{len(sequences)}I", len(sequences), *sequences))


def submit(sequence, request, form, payload):
    return _SUBMIT.pack(VERSION, SUBMIT, 9 + len(payload), sequence, request, form) + payload


def waiting(sequence):
    return _SEQUENCE.pack(VERSION, WAITING, 4, sequence)


def resuming(sequence):
    return _SEQUENCE.pack(VERSION, RESUMING, 4, sequence)


def exiting(code):
    # An exit code that does not fit is cut as the kernel cuts it.
    return frame(EXITING, struct.pack("<i", code if -(2**31) <= code < 2**31 else code & 0xFF))


class FrameReader:
    """Splits what arrives at a descriptor into frames."""

    def __init__(self, descriptor):
        self._descriptor = descriptor
        self._data = b""
        self._arrivals = select.poll()
        self._arrivals.register(descriptor, select.POLLIN)

    def wait(self, milliseconds):
        """Whether something arrives, or the input ends, in that time."""
        return bool(self._arrivals.poll(milliseconds))

    def read(self):
        """The frames of one read, as (kind, start, end) in the bytes that come with them; None at the end of the input."""
        data = self._data
        while True:
            needed = 6
            if len(data) >= 6:
                needed += _HEADER.unpack_from(data)[2]
            if len(data) >= needed:
                break
            data = self._more(data, needed)
            if data is None:
                return None
        found, position, size = [], 0, len(data)
        while size - position >= 6:
            version, kind, length = _HEADER.unpack_from(data, position)
            if version != VERSION or length < 0:
                raise ValueError(f"a frame of version {version} and length {length}; this agent knows version {VERSION}")
            end = position + 6 + length
            if end > size:
                break
            found.append((kind, position + 6, end))
            position = end
        self._data = data[position:]
        return data, found

    def _more(self, data, needed):
        # A large frame is joined once, not once for each of its reads.
        parts, size = [data], len(data)
        while True:
            try:
                part = os.read(self._descriptor, _READ_SIZE)
            except ConnectionResetError:
                # The end of a socket whose other side was closed before it had read everything.
                return None
            if not part:
                return None
            parts.append(part)
            size += len(part)
            if size >= needed:
                return b"".join(parts)


class FrameWriter:
    """Writes whole frames. The main thread writes nothing in the middle of a task's code that an interrupt may cut."""

    def __init__(self, descriptor):
        self._descriptor = descriptor
        self._lock = threading.Lock()

    def send(self, frames):
        with self._lock:
            if self._descriptor is None:
                return
            written = os.write(self._descriptor, frames)
            if written != len(frames):
                rest = memoryview(frames)[written:]
                while rest:
                    rest = rest[os.write(self._descriptor, rest) :]

    def close_in_child(self):
        """Ends the frames of a forked process: it is no agent, and the lock may be held by a thread that it does not have."""
        self._lock = threading.Lock()
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

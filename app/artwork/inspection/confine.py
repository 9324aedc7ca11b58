"""The child's own walls, put up before it touches the file: memory, time, files, and no network."""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import resource
import signal
import struct
import sys

_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP = 1, 38, 22
_FILTER_MODE = 2
_LOAD, _JUMP_IF_EQUAL, _JUMP_IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000 | 1, 0x80000000
_X32 = 0x40000000
# Audit architecture, then the numbers of socket, execve, execveat, io_uring_setup, ptrace.
_CALLS = {
    "x86_64": (0xC000003E, (41, 59, 322, 425, 101)),
    "aarch64": (0xC00000B7, (198, 221, 281, 425, 117)),
}


def confine(address_space: int, cpu_seconds: int, wall_seconds: int, file_size: int, open_files: int) -> None:
    """Limit this process for good. Sizes in bytes. Where the system knows no such wall, the others still stand."""
    os.nice(10)
    limits = (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, cpu_seconds),  # the soft limit's signal says why; the hard one follows it
        (resource.RLIMIT_FSIZE, file_size),
        (resource.RLIMIT_NOFILE, open_files),
        (resource.RLIMIT_AS, address_space),
    )
    for what, limit in limits:
        # macOS refuses a limit on address space; Linux, where the shop is served, takes all of them.
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(what, (limit, limit + 1 if what == resource.RLIMIT_CPU else limit))
    # The parent keeps the time; this alarm ends the child even if the parent is gone.
    signal.alarm(wall_seconds + 2)
    if sys.platform == "linux":
        _close_network()


def _close_network() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    known = _CALLS.get(platform.machine())
    if known is None or libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return
    architecture, calls = known
    program = _program(architecture, calls)
    held = ctypes.create_string_buffer(program)
    # struct sock_fprog: a 16-bit count, padding, and a pointer to the filter.
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(held))
    libc.prctl(_PR_SET_SECCOMP, _FILTER_MODE, ctypes.c_char_p(header), 0, 0)


def _program(architecture: int, calls: tuple[int, ...]) -> bytes:
    """A filter of system calls: the listed ones answer "not permitted", another architecture ends the process."""

    def line(code: int, yes: int, no: int, value: int) -> bytes:
        return struct.pack("HBBI", code, yes, no, value)

    checks = [line(_JUMP_IF_EQUAL, len(calls) - index, 0, number) for index, number in enumerate(calls)]
    return b"".join(
        [
            line(_LOAD, 0, 0, 4),
            line(_JUMP_IF_EQUAL, 1, 0, architecture),
            line(_RETURN, 0, 0, _KILL),
            line(_LOAD, 0, 0, 0),
            line(_JUMP_IF_AT_LEAST, len(calls) + 1, 0, _X32),
            *checks,
            line(_RETURN, 0, 0, _ALLOW),
            line(_RETURN, 0, 0, _REFUSE),
        ]
    )

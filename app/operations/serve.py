"""`make run`: sets the shop up, starts its processes, says where it is, ends them all."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from app.config import ROOT, Settings, SettingsError, load_settings
from app.operations import demo, tls

Factory = Callable[[Settings], Flask]
PATIENCE = 30.0
"""Seconds that a process may take to answer after its start, and half of it to end."""


@dataclass(frozen=True)
class Part:
    """One process of the shop."""

    name: str
    command: list[str]
    environment: dict[str, str]
    port: int = 0


def serve(factory: Factory) -> None:
    """Run the whole shop until Ctrl-C or a part that ends by itself."""
    try:
        settings = load_settings()
        _check_ports(settings)
    except SettingsError as error:
        sys.exit(f"\n  {error}\n")
    certificate, key = tls.local_certificate(settings)
    app = factory(settings)
    welcome = demo.set_up(app)
    # Ctrl-C as well: a shell that starts us in the background has it ignored.
    for asked_to_end in (signal.SIGTERM, signal.SIGINT):
        signal.signal(asked_to_end, _interrupt)
    parts, running = _parts(settings, certificate, key), []
    try:
        running += [_start(part) for part in parts if part.port]
        _await(settings, running)
        # Checks among the jobs look at the served site: it is open before they begin.
        running += [_start(part) for part in parts if not part.port]
        print(welcome, flush=True)
        _watch(running)
    except KeyboardInterrupt:
        print("\n  Closing the shop ...", flush=True)
    finally:
        _stop(running)


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _check_ports(settings: Settings) -> None:
    for name in ("port", "plain_port", "processor_port"):
        number = getattr(settings, name)
        if name == "processor_port" and settings.processor != "practice":
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.bind, number))
            except OSError as error:
                raise SettingsError(
                    f"Port {number} cannot be used ({error.strerror}). End the program that holds it, "
                    f"or choose another: make run SHOP_{name.upper()}={number + 100}"
                ) from None


def _parts(settings: Settings, certificate: Path, key: Path) -> list[Part]:
    environment = dict(os.environ)
    secure = ["--ssl-certificate", str(certificate), "--ssl-keyfile", str(key), "--ssl-protocol-min", "tls1.2"]
    python = [sys.executable, "-m"]
    shop = [*python, "granian", "--interface", "wsgi", "--factory", "--host", settings.bind, "--log-level", "error"]
    parts = [
        Part(
            "web",
            [*shop, "--port", str(settings.port), "--workers", str(settings.workers), "--blocking-threads",
             str(settings.threads), "--http", "auto", "--respawn-failed-workers", *secure, "app:create_app"],
            environment, settings.port,
        ),
        Part("plain", [*shop, "--port", str(settings.plain_port), "--blocking-threads", "1", "app:create_app"],
             environment, settings.plain_port),
        Part("jobs", [*python, "flask", "--app", "app", "jobs", "work"], environment),
    ]  # fmt: skip
    if settings.processor == "practice" and not settings.production:
        practice = environment | practice_environment(settings)
        command = [*shop, "--port", str(settings.processor_port), "--blocking-threads", "8", *secure,
                   "practice_processor:create_from_environment"]  # fmt: skip
        parts.append(Part("practice processor", command, practice, settings.processor_port))
    return parts


def practice_environment(settings: Settings) -> dict[str, str]:
    """What the practice processor needs to know, as its environment."""
    return {
        "PRACTICE_FOLDER": str(settings.instance / "practice"),
        "PRACTICE_KEY": settings.processor_key,
        "PRACTICE_WEBHOOK_SECRET": settings.webhook_secret,
        "PRACTICE_WEBHOOK_URL": f"https://localhost:{settings.port}/webhooks/payments",
        "PRACTICE_BASE_URL": settings.processor_base,
        "PRACTICE_CA_FILE": settings.ca_file or str(settings.instance / "tls" / "ca.pem"),
        "SHOP_ENV": settings.env,
    }


def _start(part: Part) -> tuple[Part, subprocess.Popen[bytes]]:
    # A session of its own: Ctrl-C reaches us alone, and we end the parts in order.
    process = subprocess.Popen(part.command, env=part.environment, cwd=ROOT, start_new_session=True)  # noqa: S603 our own commands
    return part, process


def _await(settings: Settings, running: list[tuple[Part, subprocess.Popen[bytes]]]) -> None:
    until = time.monotonic() + PATIENCE
    for part, process in running:
        while part.port and not _answers(settings.bind, part.port):
            if process.poll() is not None or time.monotonic() > until:
                sys.exit(f"\n  The {part.name} process did not start; its messages stand above.\n")
            time.sleep(0.1)


def _answers(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, port)) == 0


def _watch(running: list[tuple[Part, subprocess.Popen[bytes]]]) -> None:
    while True:
        for part, process in running:
            if process.poll() is not None:
                sys.exit(
                    f"\n  The {part.name} process ended by itself; its messages stand above. The shop is closed.\n"
                )
        time.sleep(0.5)


def _stop(running: list[tuple[Part, subprocess.Popen[bytes]]]) -> None:
    for _part, process in running:
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + PATIENCE / 2
    for _part, process in running:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

"""A mail to many people, with a worker that is killed on the way and people who say stop meanwhile.

    python -m bench.campaign --people 20000

What must hold: nobody gets it twice, nobody gets it after their stop took effect, whoever is left out is listed.
"""

import argparse
import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from app.foundation import clock, work
from app.foundation.acts import Act, Actor, system_act
from app.foundation.database import db, dispose
from app.mail import service as mail
from app.mail import stop_addresses
from app.mail.models import OutboxMail
from app.mail.service import Queued, receiving, stopping
from bench import campaign_shop as shop

BATCH = 500
IN_FLIGHT = 1.0
"""Seconds: a message that was already on the line when the stop came in."""
RUN = 1


@dataclass
class Told:
    """What happened: per address the moment of its stop; kills; the greatest memory seen of worker and parent, MB."""

    stopped: dict[str, float] = field(default_factory=dict)
    kills: int = 0
    memory: int = 0
    over: bool = False


def main(arguments: list[str] | None = None) -> int:
    """Run it, print the figures, give 1 if a must does not hold."""
    parser = argparse.ArgumentParser(prog="bench.campaign")
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--stops", type=int, default=500)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="campaign-") as name, shop.database():
        return _campaign(Path(name), asked.people, asked.kills, min(asked.stops, asked.people // 2))


def _campaign(folder: Path, people: int, kills: int, stops: int) -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    app, taken = shop.shop_at(folder, port), folder / "taken"
    taken.touch()
    sink = _process("sink", taken, port)
    _wait_for(port)
    try:
        with app.app_context():
            shop.open_shop(app, people)
            began = time.monotonic()
            _queue(people)
            queued = time.monotonic() - began
            db.session.remove()
            began = time.monotonic()
            told = _send(app, folder, port, people, kills, stops)
            sent = time.monotonic() - began
            uncertain = shop.settle_what_nobody_knows()
            return _report(people, queued, sent, uncertain, told, taken)
    finally:
        sink.terminate()
        sink.wait()
        with app.app_context():
            db.session.remove()
            dispose()


def _wait_for(port: int) -> None:
    for _ in range(600):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError("the sink does not answer")


def _process(what: str, path: Path, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "bench.campaign_shop", what, str(path), str(port)]
    return subprocess.Popen(command, cwd=Path(__file__).parent.parent)


def _queue(people: int) -> None:
    act = Act(Actor("command", "bench"), clock.now(), 1)
    for start in range(1, people + 1, BATCH):
        letters = [
            Queued(
                shop.address(number), shop.TEMPLATE, "site_update", f"run:{RUN}", {"greeting": f"P{number}"}, run=RUN
            )
            for number in range(start, min(start + BATCH, people + 1))
        ]
        work.unit(lambda letters=letters: mail.queue_many(act, letters) and None)  # type: ignore[misc]  # bound at once


def _send(app: Flask, folder: Path, port: int, people: int, kills: int, stops: int) -> Told:
    """Let workers send until nothing waits; kill the first ones on the way."""
    told, taken = Told(), folder / "taken"
    wishes = threading.Thread(target=_say_stop, args=(app, told, taken, people, stops))
    wishes.start()
    marks = [people * place // (kills + 2) for place in range(1, kills + 1)]
    worker = _process("worker", folder, port)
    while worker.poll() is None:
        told.memory = max(told.memory, _memory(worker.pid))
        if marks and _count(taken) >= marks[0]:
            marks.pop(0)
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            told.kills += 1
            worker = _process("worker", folder, port)
        time.sleep(0.02)
    told.over = True
    wishes.join()
    if worker.returncode:
        raise RuntimeError("the worker broke off")
    return told


def _memory(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)


def _count(taken: Path) -> int:
    return taken.read_bytes().count(b"\n")


def _say_stop(app: Flask, told: Told, taken: Path, people: int, stops: int) -> None:
    """People say stop while the mail goes out: by the page of their link, by one click, and by mail."""
    who = random.Random(6).sample(range(1, people + 1), stops)
    for place, number in enumerate(who):
        while not told.over and _count(taken) < people * 0.8 * place / stops:
            time.sleep(0.01)
        if told.over:
            return
        with app.app_context():
            token = _token(shop.address(number))
            (_by_click, _by_verb, _by_mail)[place % 3](app, token)
            told.stopped[shop.address(number)] = time.time()
            db.session.remove()


def _token(address: str) -> str:
    found: list[str] = []

    def find() -> None:
        row = db.session.scalars(select(OutboxMail).where(OutboxMail.recipient == address)).one()
        found.append(stop_addresses.token_of(row))

    work.unit(find)
    return found[0]


def _by_click(app: Flask, token: str) -> None:
    base = app.extensions["shop.settings"].base_url
    answer = app.test_client().post(f"/u/{token}", data={"List-Unsubscribe": "One-Click"}, base_url=base)
    if answer.status_code != 200:
        raise RuntimeError(f"a stop was answered {answer.status}")


def _by_verb(_app: Flask, token: str) -> None:
    act = replace(system_act("visitor", "", 1), at=clock.now())
    work.unit(lambda: stopping.stop_by_token(act, token, "one-click") and None)


def _by_mail(_app: Flask, token: str) -> None:
    act, numbers = system_act("command", "bench", 1), [0]
    to = f"newsletter+u.{token}@smartpress.com"
    lines = ("From: Sam <sam@example.com>", f"To: {to}", "Subject: unsubscribe", f"Message-ID: <{token}@example.com>")
    raw = "\r\n".join((*lines, "", ""))

    def take_in() -> None:
        numbers[0] = receiving.receive(act, "sam@example.com", to, raw.encode(), way="pipe")

    work.unit(take_in)
    work.unit(lambda: receiving.work_through(act, numbers[0]))


def _report(people: int, queued: float, sent: float, uncertain: int, told: Told, taken: Path) -> int:
    lines = [line.split() for line in taken.read_text().splitlines()]
    got = Counter(address for _, address, _ in lines)
    doubles = sum(count - 1 for count in got.values())
    unsigned = sum(signed == "0" for *_, signed in lines)
    after = [float(at) - told.stopped[to] for at, to, _ in lines if to in told.stopped]
    states = dict(
        db.session.execute(
            select(OutboxMail.state, func.count()).where(OutboxMail.run_id == RUN).group_by(OutboxMail.state)
        ).all()  # type: ignore[arg-type]  # pairs
    )
    late, flying = sum(gap > IN_FLIGHT for gap in after), sum(0 < gap <= IN_FLIGHT for gap in after)
    listed = sum(states.values())
    where = "PostgreSQL" if os.environ.get("CAMPAIGN_DATABASE_URL") else "SQLite"
    print(f"{people:,} people on {where}")
    print(f"queued in             {queued:8.1f} s   {people / queued:8.0f} a second")
    print(f"sent in               {sent:8.1f} s   {len(lines) / sent:8.0f} a second, starts of workers included")
    print(f"memory of a worker    {told.memory:8d} MB at most")
    print(f"workers killed        {told.kills:8d}")
    print(f"messages taken        {len(lines):8d}   {len(got)} people")
    print(f"doubles               {doubles:8d}   must be 0")
    print(f"unsigned              {unsigned:8d}   must be 0")
    print(f"uncertain, listed     {uncertain:8d}   at most {told.kills}")
    print(f"stops meanwhile       {len(told.stopped):8d}   {states.get('refused', 0)} mails held back by them")
    print(f"sent after a stop     {late:8d}   must be 0 ({flying} were on the line within {IN_FLIGHT:.0f} s)")
    print(f"states                {states}")
    missing = states.get("queued", 0) + states.get("sending", 0) + states.get("failed", 0)
    good = not (doubles or unsigned or late or missing) and uncertain <= told.kills and listed == people
    print("All that must hold holds." if good else "Something that must hold does not.")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())

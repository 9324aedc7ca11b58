"""A hostile file costs one limited child process, never the site."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.artwork import child
from app.artwork.child import Inspector, Limits
from app.artwork.inspection.findings import Severity
from app.artwork.inspection.request import Needs
from tests.unit.artwork.conftest import BUSINESS_CARD, found, problems
from tests.unit.artwork.print_files import bomb, card, endless, with_text_in_nested_forms

WALLS = {"address_space": 2**30, "cpu_seconds": 20, "wall_seconds": 20, "file_size": 10**6, "open_files": 64}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source.pdf"
    path.write_bytes(card(sides=2))
    return path


def test_the_child_reports_and_leaves_pictures(source: Path, tmp_path: Path) -> None:
    with Inspector(scratch=tmp_path).inspect(source, Needs(3.5, 2, pages=2)) as outcome:
        assert problems(outcome.report) == []
        assert outcome.picture(2).startswith(b"\xff\xd8\xff")
        assert len(outcome.thumbnail(1)) < len(outcome.picture(1))
        folder = outcome.folder
    assert not folder.exists()


def test_the_child_says_the_same_as_the_inspection_itself(tmp_path: Path, inspect: object) -> None:
    path = tmp_path / "text.pdf"
    path.write_bytes(with_text_in_nested_forms(3))
    with Inspector().inspect(path, BUSINESS_CARD) as outcome:
        assert outcome.report == inspect(path.read_bytes())  # type: ignore[operator]


def test_a_file_that_draws_for_minutes_is_stopped_and_keeps_what_was_learned(tmp_path: Path) -> None:
    path = tmp_path / "endless.pdf"
    path.write_bytes(endless())
    with Inspector(Limits(wall_seconds=6)).inspect(path, BUSINESS_CARD) as outcome:
        finding = found(outcome.report, "weight")
        assert finding.severity is Severity.MUST_FIX
        assert "after 6 seconds we stopped while drawing page 1" in finding.sentence
        assert found(outcome.report, "size").severity is Severity.PASS
        assert found(outcome.report, "bleed").severity is Severity.NOT_CHECKED


def test_the_limit_on_computing_time_stops_it_too(tmp_path: Path) -> None:
    path = tmp_path / "endless.pdf"
    path.write_bytes(endless())
    with Inspector(Limits(cpu_seconds=2)).inspect(path, BUSINESS_CARD) as outcome:
        assert "after 2 seconds" in found(outcome.report, "weight").sentence


def test_a_bomb_of_two_gigabytes_breaks_the_child_only(tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    path.write_bytes(bomb())
    assert path.stat().st_size < 20_000
    with Inspector().inspect(path, BUSINESS_CARD) as outcome:
        assert found(outcome.report, "weight").severity is Severity.MUST_FIX
        assert outcome.report.page_count == 1


def test_no_child_outlives_its_inspection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    real = subprocess.Popen

    class Watched(real):  # type: ignore[type-arg, misc, valid-type]
        def __init__(self, *args: object, **rest: object) -> None:
            super().__init__(*args, **rest)  # type: ignore[call-overload]
            started.append(self.pid)

    monkeypatch.setattr(child.subprocess, "Popen", Watched)
    path = tmp_path / "endless.pdf"
    path.write_bytes(endless())
    with Inspector(Limits(wall_seconds=1)).inspect(path, BUSINESS_CARD):
        pass
    assert len(started) == 1
    with pytest.raises(ProcessLookupError):
        os.kill(started[0], 0)


def test_only_so_many_children_run_at_a_time(source: Path) -> None:
    inspector = Inspector(at_once=1)
    second_may_end = threading.Event()

    def second() -> None:
        with inspector.inspect(source, BUSINESS_CARD):
            second_may_end.set()

    with inspector.inspect(source, BUSINESS_CARD):
        waiting = threading.Thread(target=second)
        waiting.start()
        assert not second_may_end.wait(0.5)
    assert second_may_end.wait(30)
    waiting.join()


def confined(code: str, tmp_path: Path) -> str:
    """What the code prints from inside the child's walls."""
    launch = (
        "import json, sys; sys.path.append(sys.argv[1]); "
        f"from inspection.confine import confine; confine(**json.loads(sys.argv[2])); {code}"
    )
    room = str(Path(child.__file__).parent)
    command = [sys.executable, "-I", "-c", launch, room, json.dumps(WALLS)]
    return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False).stderr


@pytest.mark.skipif(sys.platform != "linux", reason="the walls against network and programs are Linux's")
@pytest.mark.parametrize(
    ("code", "refusal"),
    [
        ("import socket; socket.socket()", "PermissionError"),
        ("import os; os.execv('/bin/true', ['true'])", "PermissionError"),
        ("open('big', 'wb').write(b'x' * 2_000_000)", "File too large"),
        ("bytearray(2**31)", "MemoryError"),
        ("files = [open(sys.argv[1] + '/child.py') for _ in range(99)]", "Too many open files"),
    ],
)
def test_the_child_has_no_network_no_programs_and_little_room(code: str, refusal: str, tmp_path: Path) -> None:
    assert refusal in confined(code, tmp_path)


def test_the_child_loads_nothing_of_the_shop(tmp_path: Path) -> None:
    code = (
        "import inspection.run; sys.exit(str([name for name in sys.modules if name.split('.')[0] in ('app', 'flask')]))"
    )
    assert confined(code, tmp_path).strip() == "[]"


@pytest.mark.parametrize("left", ["no json", "[]", '{"kind": "pdf"}', "{" * 10_000])
def test_a_strange_result_of_the_child_is_not_believed(
    left: str, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "_LAUNCH", f"open('result.json', 'w').write({left!r})")
    with Inspector().inspect(source, BUSINESS_CARD) as outcome:
        assert found(outcome.report, "weight").sentence.startswith("Our check broke off while opening it.")


def test_a_link_in_the_place_of_a_picture_is_not_followed(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_LAUNCH", "import os; os.symlink('/etc/hostname', 'page-1.jpg')")
    with Inspector().inspect(source, BUSINESS_CARD) as outcome, pytest.raises(OSError, match="page-1"):
        outcome.picture(1)


def test_what_is_no_picture_is_not_given_out(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_LAUNCH", "open('page-1.jpg', 'w').write('<script>')")
    with Inspector().inspect(source, BUSINESS_CARD) as outcome, pytest.raises(ValueError, match="no JPEG"):
        outcome.picture(1)

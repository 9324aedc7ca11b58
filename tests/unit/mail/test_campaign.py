"""A mail to many people through a real relay, with a worker killed on the way and stops meanwhile."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_nobody_gets_it_twice_nobody_after_a_stop_and_who_was_left_out_is_listed() -> None:
    command = [sys.executable, "-m", "bench.campaign", "--people", "120", "--kills", "1", "--stops", "12"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr[-2000:]}"
    assert "All that must hold holds." in done.stdout
    assert "doubles                      0" in done.stdout

"""Attacks on the sign-in, measured: `python -m bench.attack enumeration`, `python -m bench.attack stuffing`.

Each prints its table and ends with an error where a bar is missed. Nothing leaves this machine.
"""

import argparse
import sys

from bench import attack_enumeration, attack_stuffing


def main() -> int:
    """Run the attack that was named."""
    parser = argparse.ArgumentParser(prog="python -m bench.attack", description=__doc__)
    kinds = parser.add_subparsers(dest="kind", required=True)
    enumeration = kinds.add_parser("enumeration", help="does anything tell who has an account?")
    enumeration.add_argument("--tries", type=int, default=attack_enumeration.TRIES, help="with each kind, each way")
    stuffing = kinds.add_parser("stuffing", help="wrong passwords from many addresses over several processes")
    stuffing.add_argument("--tries", type=int, default=attack_stuffing.TRIES)
    stuffing.add_argument("--rate", type=int, default=attack_stuffing.RATE, help="tries a second")
    stuffing.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    if asked.kind == "enumeration":
        return attack_enumeration.main(asked.tries)
    return attack_stuffing.main(asked.tries, asked.rate, asked.workers)


if __name__ == "__main__":
    sys.exit(main())

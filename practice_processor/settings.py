"""What the practice processor is told from outside."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


class RefusesToStart(RuntimeError):
    """The settings would let a practice machine do harm, or cannot work."""


@dataclass(frozen=True)
class Settings:
    """Deployment settings. Durations are in seconds; the addresses are whole URLs."""

    folder: Path
    secret_key: str
    webhook_secret: str
    webhook_url: str
    address: str = ""
    ca_file: Path | None = None
    shop_env: str = "development"
    after_return_seconds: float = 3.0
    late_seconds: float = 10.0
    failure_held_seconds: float = 30.0
    retry_first_seconds: float = 1.0
    retry_longest_seconds: float = 300.0
    wait_for_notice_seconds: float = 5.0
    session_seconds: int = 24 * 60 * 60


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the PRACTICE_* variables and SHOP_ENV; raise RefusesToStart when one is missing."""
    values = os.environ if environment is None else environment
    missing = [name for name in _REQUIRED if not values.get(name)]
    if missing:
        raise RefusesToStart(f"The practice processor needs these settings: {', '.join(missing)}.")
    ca_file = values.get("PRACTICE_CA_FILE")
    return Settings(
        folder=Path(values["PRACTICE_FOLDER"]),
        secret_key=values["PRACTICE_KEY"],
        webhook_secret=values["PRACTICE_WEBHOOK_SECRET"],
        webhook_url=values["PRACTICE_WEBHOOK_URL"],
        address=values.get("PRACTICE_BASE_URL", ""),
        ca_file=Path(ca_file) if ca_file else None,
        shop_env=values.get("SHOP_ENV", "development"),
    )


_REQUIRED = ("PRACTICE_FOLDER", "PRACTICE_KEY", "PRACTICE_WEBHOOK_SECRET", "PRACTICE_WEBHOOK_URL")


def refuse_harm(settings: Settings) -> None:
    """Raise RefusesToStart in production, without secrets, or when webhooks would leave this machine."""
    if settings.shop_env.strip().lower() == "production":
        raise RefusesToStart("The practice processor moves no money and does not start in production.")
    if len(settings.secret_key) < 16 or len(settings.webhook_secret) < 16:
        raise RefusesToStart("The secret key and the webhook secret need at least 16 characters each.")
    if not is_loopback(settings.webhook_url):
        raise RefusesToStart("Webhooks of the practice processor go to this machine only (localhost).")
    if settings.ca_file is not None and not settings.ca_file.is_file():
        raise RefusesToStart(f"There is no certificate file at {settings.ca_file}.")


def is_loopback(url: str) -> bool:
    """Whether an http or https URL names this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme not in ("http", "https"):
        return False
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

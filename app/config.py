"""Deployment settings: one typed object, read from the environment and `instance/`.

Periods, caps, rates and texts that staff may change are not here: they are house rules
(`foundation/rules.py`).
"""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_address
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECRETS = ("secret_key", "processor_key", "webhook_secret")


class SettingsError(RuntimeError):
    """A setting is missing or cannot be used; the message names it and says what to do."""


@dataclass(frozen=True)
class Settings:
    """Every deployment setting. The environment name of `smtp_host` is `SHOP_SMTP_HOST`."""

    env: str = "demo"
    """`demo` on a fresh machine, `production` for a real shop, `test` under pytest."""
    instance: Path = ROOT / "instance"
    host: str = "localhost"
    """The public host name."""
    relying_party: str = ""
    """The host name that passkeys are made for (WebAuthn); empty means `host`. An IP address cannot be one."""
    bind: str = "127.0.0.1"
    port: int = 8443
    plain_port: int = 8080
    workers: int = 2
    threads: int = 8
    public_url: str = ""
    """The address people type; empty means https://HOST:PORT."""
    proxies: int = 0
    """How many reverse proxies stand in front; 0 means no forwarded header is believed."""
    trusted_hosts: tuple[str, ...] = ()
    """Further host names that the shop answers to."""
    database_url: str = ""
    """Empty means SQLite in `instance/`."""
    keys_url: str = ""
    """The key store's database (`foundation.keys`); empty means SQLite in `instance/keys`."""
    master_keys: tuple[str, ...] = field(default=(), repr=False)
    """`id:key` pairs, newest last; empty means the shop's own in `instance/secrets`, never in production."""
    redis_url: str = ""
    """Where jobs wait in a cluster; empty means SQLite in `instance/`."""
    jobs_url: str = ""
    """Where jobs wait instead, in a PostgreSQL database: `postgresql://user@host/name`."""
    files_url: str = ""
    """An object store's address (`s3://bucket/prefix`); empty means `instance/files`."""
    secret_key: str = field(default="", repr=False)
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = field(default="", repr=False)
    smtp_tls: bool = True
    mail_authserv_id: str = ""
    """The name under which our own mail server signs what it found out about a mail; lines of others count nothing."""
    imap_host: str = ""
    """Where mail to us waits to be fetched; empty where a mail server brings it (`flask mail receive`, `lmtp`)."""
    imap_port: int = 993
    imap_user: str = ""
    imap_password: str = field(default="", repr=False)
    imap_folder: str = "INBOX"
    imap_done: str = "Received"
    """The folder that a mail is moved to once it is stored; made where it is missing."""
    processor: str = "practice"
    processor_url: str = ""
    """Where the card processor's API answers; empty means the practice processor on its port."""
    processor_port: int = 8444
    processor_key: str = field(default="", repr=False)
    webhook_secret: str = field(default="", repr=False)
    ca_file: str = ""
    """Certificate authority for outbound TLS; empty means the local one when it exists, else the system's."""
    tls_cert: str = ""
    tls_key: str = ""
    upload_limit: int = 500 * 1024 * 1024
    """Bytes; one uploaded file."""
    password_memory_kib: int = 19 * 1024
    """Argon2id memory; 19 MiB with 2 passes is the OWASP floor."""
    password_passes: int = 2
    preflight_children: int = 1
    """How many artwork checks one job worker runs at a time."""

    @property
    def production(self) -> bool:
        """Whether this is a real shop, where the conveniences of a demonstration are off."""
        return self.env == "production"

    @property
    def base_url(self) -> str:
        """The shop's public address without a trailing slash."""
        port = "" if self.port == 443 else f":{self.port}"
        return (self.public_url or f"https://{self.host}{port}").rstrip("/")

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database."""
        return self.database_url or f"sqlite:///{self.instance / 'shop.sqlite'}"

    @property
    def passkeys_for(self) -> str:
        """The host name that passkeys are made for; empty where the shop's host is an IP address: no passkeys then."""
        return self.relying_party or ("" if _is_ip_address(self.host) else self.host)

    @property
    def processor_base(self) -> str:
        """The card processor's address without a trailing slash."""
        return (self.processor_url or f"https://{self.host}:{self.processor_port}").rstrip("/")


def _is_ip_address(host: str) -> bool:
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _typed(name: str, kind: object, text: str) -> object:
    try:
        if kind in (int, "int"):
            return int(text)
    except ValueError:
        raise SettingsError(f"SHOP_{name.upper()} must be a whole number, not {text!r}.") from None
    if kind in (bool, "bool"):
        return text.strip().lower() in {"1", "true", "yes", "on"}
    if kind in (Path, "Path"):
        return Path(text).resolve()
    if str(kind).startswith("tuple"):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return text


def load_settings(environ: Mapping[str, str] | None = None, **overrides: object) -> Settings:
    """Read the settings; `overrides` win over the environment, which wins over `instance/`.

    Raises:
        SettingsError: a value has the wrong kind, or production lacks a secret.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, object] = {}
    for item in fields(Settings):
        text = environ.get(f"SHOP_{item.name.upper()}", "")
        if item.name == "database_url":
            text = text or environ.get("DATABASE_URL", "")
        if text:
            values[item.name] = _typed(item.name, item.type, text)
    values.update(overrides)
    settings = Settings(**values)  # type: ignore[arg-type]  # the dataclass checks nothing; _typed made the kinds
    if _is_ip_address(settings.relying_party):
        raise SettingsError("SHOP_RELYING_PARTY must be a host name: passkeys cannot be made for an IP address.")
    return _with_secrets(settings, values)


def _with_secrets(settings: Settings, values: dict[str, object]) -> Settings:
    missing = [name for name in SECRETS if not getattr(settings, name)]
    if settings.production and (absent := [*missing, *([] if settings.master_keys else ["master_keys"])]):
        names = ", ".join(f"SHOP_{name.upper()}" for name in absent)
        raise SettingsError(f"Production needs these secrets in the environment: {names}.")
    for name in missing:
        values[name] = _kept_secret(settings.instance / "secrets", name)
    return Settings(**values) if missing else settings  # type: ignore[arg-type]  # as above


def _kept_secret(folder: Path, name: str) -> str:
    """The secret of that name on this machine, made at the first asking, readable by its owner only."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()

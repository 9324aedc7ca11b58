"""A certificate for a fresh machine, from an authority that exists only in `instance/tls` (P77, P78)."""

import os
from pathlib import Path

import trustme
from cryptography.hazmat.primitives import serialization as forms

from app.config import Settings


def local_certificate(settings: Settings) -> tuple[Path, Path]:
    """Certificate and key (PKCS#8) for the shop's host, made once; the authority's certificate lies beside them."""
    if settings.tls_cert and settings.tls_key:
        return Path(settings.tls_cert), Path(settings.tls_key)
    folder = settings.instance / "tls"
    cert, key = folder / f"{settings.host}.pem", folder / f"{settings.host}.key"
    if not (cert.exists() and key.exists()):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        authority = trustme.CA(organization_name="Local shop", organization_unit_name="this machine only")
        made = authority.issue_cert(settings.host, "127.0.0.1", "::1")
        _write(folder / "ca.pem", authority.cert_pem.bytes())
        _write(cert, b"".join(blob.bytes() for blob in made.cert_chain_pems))
        _write(key, _pkcs8(made.private_key_pem.bytes()))
    return cert, key


def _pkcs8(pem: bytes) -> bytes:
    """The server reads keys in PKCS#8 only."""
    key = forms.load_pem_private_key(pem, password=None)
    return key.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption())


def _write(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)

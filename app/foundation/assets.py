"""Static files: one folder named by the hash of all of them, compressed beforehand, immutable.

There is no build step: at start the files are copied once into `instance/static/<hash>` with their brotli and
gzip forms beside them. Relative imports between modules keep working, since the whole tree moves together.
"""

import gzip
import hashlib
import shutil
import tempfile
from pathlib import Path

import brotli
from flask import Flask
from whitenoise import WhiteNoise

COMPRESSED = {".css", ".js", ".svg", ".txt", ".json", ".ico"}
YEAR = 365 * 24 * 3600


def tree_hash(folder: Path) -> str:
    """A name for the content of all files below `folder`."""
    hasher = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        hasher.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return hasher.hexdigest()[:12]


def prepare(source: Path, cache: Path) -> tuple[str, Path]:
    """The hash and the folder that holds the compressed copy, made if it is not there."""
    name = tree_hash(source)
    target = cache / name
    if not target.exists():
        cache.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=cache))
        shutil.copytree(source, work, dirs_exist_ok=True)
        for path in list(work.rglob("*")):
            if path.suffix in COMPRESSED:
                data = path.read_bytes()
                path.with_name(path.name + ".br").write_bytes(brotli.compress(data))
                path.with_name(path.name + ".gz").write_bytes(gzip.compress(data, mtime=0))
        try:
            work.rename(target)
        except OSError:
            shutil.rmtree(work)  # another worker was faster
    return name, target


def bind(app: Flask, source: Path, cache: Path) -> None:
    """Serve the static files in front of the application and make `asset()` for templates."""
    name, folder = prepare(source, cache)

    def headers(served: dict[str, str], _path: str, _url: str) -> None:
        served["X-Content-Type-Options"] = "nosniff"
        served["Cross-Origin-Resource-Policy"] = "same-origin"

    prefix = f"static/{name}/"
    front = WhiteNoise(
        app.wsgi_app,
        root=str(folder),
        prefix=prefix,
        max_age=YEAR,
        immutable_file_test=lambda _path, _url: True,
        add_headers_function=headers,
    )
    app.wsgi_app = front  # type: ignore[method-assign]  # the usual way to wrap the WSGI application
    app.extensions["shop.assets"] = f"/{prefix}"


def address(app: Flask, path: str) -> str:
    """The immutable address of a static file."""
    return f"{app.extensions['shop.assets']}{path}"

"""Where planted words stand in the bytes of a shop's folder, whatever the shop itself says that it holds.

Every file is read as it lies there: databases with their logs, and once more cell by cell; spool, file store, facts,
access log; what is packed is unpacked, and every sealed value opened with the keys of the key store.
"""

import base64
import binascii
import email
import gzip
import io
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from app.foundation.keys import KeyStore, KeysUnavailable

SEALED = re.compile(rb"v1\.([^\s\"{}\x00-\x1f]{1,120}?)\.([A-Za-z0-9+/]{38,}={0,2})")
"""A sealed value: its owner, then nonce and ciphertext (`foundation.sealed`)."""
DATABASE = "shop.sqlite"
NONCE, TAG = 12, 16
SQLITE, GZIP, ZIP = b"SQLite format 3\x00", b"\x1f\x8b", b"PK\x03\x04"
Find = Callable[[bytes], set[str]]


def finder(words: frozenset[str], keys: KeyStore) -> Find:
    """What finds the words in bytes, in clear and under seal."""
    wanted = {word.encode(): word for word in words}
    # Numbers rest in a database as numbers: six bytes, the highest first.
    wanted |= {int(word).to_bytes(6, "big"): word for word in words if word.isdigit()}
    lengths = sorted({len(sign) for sign in wanted})
    # Two words may stand side by side without anything between them: each place is looked at by itself.
    heads = {length: re.compile(b"(?=(" + b"|".join(_heads(wanted, length)) + b"))") for length in lengths}

    def found(data: bytes) -> set[str]:
        clear = {
            wanted[sign]
            for length, head in heads.items()
            for place in head.finditer(data)
            if (sign := data[place.start() : place.start() + length]) in wanted
        }
        return clear.union(*(found(plain) for plain in _opened(data, keys)))

    return found


def _heads(wanted: dict[bytes, str], length: int) -> list[bytes]:
    """The first bytes of the signs of one length."""
    return sorted({re.escape(sign[:3]) for sign in wanted if len(sign) == length})


def _opened(data: bytes, keys: KeyStore) -> Iterator[bytes]:
    """Every sealed value in the bytes, decrypted; the place to which it is bound is not asked for."""
    for match in SEALED.finditer(data):
        try:
            key = keys.key(match[1].decode())
            raw = base64.b64decode(match[2], validate=True)
        except (KeysUnavailable, UnicodeDecodeError, binascii.Error):
            continue
        if key is not None and len(raw) > NONCE + TAG:
            # The cipher's own counter begins behind the nonce at two: reading by it needs no seal to be right.
            counter = modes.CTR(raw[:NONCE] + b"\x00\x00\x00\x02")
            yield Cipher(algorithms.AES(key.secret), counter).decryptor().update(raw[NONCE:-TAG])


def sights(folder: Path, find: Find) -> dict[str, set[str]]:
    """Where each word stands: `table.column` for cells of the shop's database, else the file's place in the folder."""
    seen: dict[str, set[str]] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name, data = str(path.relative_to(folder)), path.read_bytes()
        cells = list(_cells(path)) if data.startswith(SQLITE) else []
        places = cells if name == DATABASE else [(name, cell) for _, cell in cells]
        places += [(name, part) for part in (name.encode(), data, *_unpacked(data))]
        for place, part in places:
            for word in find(part):
                seen.setdefault(word, set()).add(place)
    return seen


def _unpacked(data: bytes) -> Iterator[bytes]:
    """What is packed inside a file: compressed, an archive's members, the parts of a mail."""
    if data.startswith(GZIP):
        yield gzip.decompress(data)
    elif data.startswith(ZIP):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield archive.read(name)
    elif b"\nMIME-Version:" in data[:4096]:
        for part in email.message_from_bytes(data).walk():
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                yield content


def _cells(path: Path) -> Iterator[tuple[str, bytes]]:
    """Every cell of a database, also of tables that the program does not know."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            cursor = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # names that the database itself tells
            names = [column[0] for column in cursor.description]
            for row in cursor:
                for name, cell in zip(names, row, strict=True):
                    if cell is not None:
                        yield f"{table}.{name}", cell if isinstance(cell, bytes) else str(cell).encode()
    connection.close()

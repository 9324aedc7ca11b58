"""Print the table of speeds: `make bench`."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask

from app.operations import demo
from bench.measure import Ratio, compare
from bench.orders import placing_an_order
from bench.stage import Environ, Stage
from bench.writers import BAR, fifty_writers


@dataclass(frozen=True)
class Row:
    """One page to measure: its bar is the reference's cost over ours, its limit the statements it may send."""

    what: str
    path: str
    bar: float | None
    who: str = ""
    mark: str = "public"
    limit: int | None = None


ROWS = (
    Row("published policy page, visitor", "/privacy-policy", 0.9),
    Row("home, visitor", "/", 0.8),
    Row("product list, visitor", "/products", 0.8),
    Row("product page with prices, visitor", "/products/business-cards?quantity=250", 0.8),
    Row("product page of a booklet, visitor", "/products/booklets?pages=24", 0.8),
    Row("price fragment, visitor", "/products/booklets/price?pages=24", 0.8, limit=2),
    Row("order form, signed in", "/orders/new?product=business-cards&quantity=250", 0.5, demo.CUSTOMER, "customer", 3),
    Row("account page, signed in", "/account", 0.4, demo.CUSTOMER, "customer", 3),
    Row("order page, signed in", "/orders/10001", None, demo.CUSTOMER, "customer"),
    Row("sign-in form, visitor", "/sign-in", None),
    Row("staff queue", "/staff/orders", None, "ada.minster", "staff"),
    Row("staff policy editor", "/staff/policy/draft", None, "ada.minster", "staff"),
)


def main() -> None:
    """Measure every row and print it beside its bar."""
    stage = Stage()
    bare = _bare()
    cookies = {who: stage.signed_in(who) for who in {row.who for row in ROWS if row.who}}
    print(
        f"{'page or act':<38} {'ratio':>6} {'spread':>13} {'bar':>5} {'ours us':>8} {'bare':>6} "
        f"{'queries':>8} {'bytes':>7}"
    )
    for row in ROWS:
        _print(stage, row, cookies.get(row.who, ""), bare)
    unchanged = stage.see(stage.environ("/privacy-policy"))
    etag = dict(unchanged.headers)["ETag"]
    again = stage.environ("/privacy-policy", **{"If-None-Match": etag})
    _compare(stage, "published policy page, 304", again, None, "public", bare)
    ratio = placing_an_order(stage)
    times = f"{1 / ratio.median:>6.2f} {1 / ratio.high:>6.2f}-{1 / ratio.low:<6.2f}"
    print(f"{'placing an order, SQLite (times a row)':<38} {times} <=3.0")
    _print_writers()


def _print_writers() -> None:
    """Fifty writers at once, only where a PostgreSQL server is named."""
    what, found = "50 orders at once, with / without audit", fifty_writers()
    if found is None:
        print(f"{what}: not measured, DATABASE_URL names no PostgreSQL")
        return
    verdict = f"{BAR}" + ("" if found.ratio >= BAR else " MISSED")
    spread = f"{found.low:>6.2f}-{found.high:<6.2f}"
    print(
        f"{what:<38} {found.ratio:>6.2f} {spread} {verdict:>5} {found.without:.0f} and {found.with_audit:.0f} a second"
    )


def _print(stage: Stage, row: Row, cookie: str, bare: Callable[[], None]) -> None:
    environ = stage.environ(row.path, cookie)
    _compare(stage, row.what, environ, row.bar, row.mark, bare, limit=row.limit)


def _compare(
    stage: Stage,
    what: str,
    environ: Environ,
    bar: float | None,
    mark: str,
    bare: Callable[[], None],
    limit: int | None = None,
) -> None:
    seen = stage.see(environ)
    assert seen.status[:3] in {"200", "304"}, (what, seen.status)
    stage.see(environ)
    queries = stage.queries(environ)
    literal = environ | {"PATH_INFO": stage.literal(seen, mark), "QUERY_STRING": ""}
    ratio = compare(lambda: stage.see(literal), lambda: stage.see(environ))
    beside = compare(bare, lambda: stage.see(environ), rounds=5)
    print(_line(what, ratio, bar, beside, f"{queries}{'/' + str(limit) if limit else ''}", len(seen.body)), flush=True)


def _line(what: str, ratio: Ratio, bar: float | None, beside: Ratio, queries: str, size: int) -> str:
    verdict = "" if bar is None else f"{bar}" + ("" if ratio.median >= bar else " MISSED")
    return (
        f"{what:<38} {ratio.median:>6.2f} {ratio.low:>6.2f}-{ratio.high:<6.2f} {verdict:>5} {ratio.ours_us:>8.0f} "
        f"{beside.median:>6.2f} {queries:>8} {size:>7}"
    )


def _bare() -> Callable[[], None]:
    """A Flask view that says ok, with nothing around it."""
    app = Flask("bare")
    app.add_url_rule("/", "ok", lambda: "ok")
    client = app.test_client()
    environ = client.application.test_request_context("/").request.environ
    return lambda: list(app.wsgi_app(dict(environ), lambda *_: lambda _b: None)) and None


if __name__ == "__main__":
    main()

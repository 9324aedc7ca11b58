"""Home, help and contact for people; robots.txt, sitemap.xml and the well-known addresses for machines.

All of it is the same for every visitor, so it is kept as bytes until a price table, a house rule or the policy
changes.
"""

from datetime import timedelta

from flask import Blueprint, Response, abort, current_app, redirect, render_template
from flask.typing import ResponseReturnValue

from app.catalogue import service as catalogue
from app.catalogue.tables import PriceTables
from app.catalogue.window import families, window
from app.foundation import clock, frame, page_cache, rules
from app.foundation.access import public
from app.pages import service

blueprint = Blueprint("pages", __name__)
TEXT = "text/plain; charset=utf-8"
DAY = 24 * 3600
CLOSED_TO_ROBOTS = ("/account", "/checkout", "/my-information/requests", "/orders", "/staff")


def _company() -> frame.Site:
    return frame.site(current_app.extensions["shop.settings"])


@blueprint.get("/")
@public
def home() -> ResponseReturnValue:
    """The home page."""
    tables = catalogue.current_tables()
    key = ("pages.home", tables.version, tables.sha256)
    return page_cache.page(key, lambda: _home_page(tables))


def _home_page(tables: PriceTables) -> str:
    groups = families(window(tables))
    return render_template("pages/home.html", families=groups, quick=service.quick_form(groups, tables))


@blueprint.get("/help")
@public
def help_index() -> ResponseReturnValue:
    """The list of help topics."""
    return page_cache.page(("pages.help",), lambda: render_template("pages/help.html", topics=service.TOPICS))


@blueprint.get("/help/<slug:name>")
@public
def help_topic(name: str) -> ResponseReturnValue:
    """One help topic."""
    topic = next((topic for topic in service.TOPICS if topic.slug == name), None)
    if topic is None:
        abort(404)
    return page_cache.page(("pages.help", topic.slug), lambda: _topic_page(topic))


def _topic_page(topic: service.Topic) -> str:
    return render_template(f"pages/help/{topic.slug}.html", topic=topic)


@blueprint.get("/contact")
@public
def contact() -> ResponseReturnValue:
    """Where we are and how to reach us."""
    return page_cache.page(("pages.contact",), lambda: render_template("pages/contact.html"))


@blueprint.get("/robots.txt")
@public
def robots() -> ResponseReturnValue:
    """What robots leave alone."""
    closed = "\n".join(f"Disallow: {path}" for path in CLOSED_TO_ROBOTS)
    text = f"User-agent: *\n{closed}\n\nSitemap: {_company().public_url}/sitemap.xml\n"
    return page_cache.page(("pages.robots", text), lambda: text, TEXT)


@blueprint.get("/sitemap.xml")
@public
def sitemap() -> ResponseReturnValue:
    """The pages that search engines may keep."""
    tables, base = catalogue.current_tables(), _company().public_url

    def render() -> str:
        places = "".join(f"<url><loc>{base}{path}</loc></url>\n" for path in service.open_pages(tables))
        head = '<?xml version="1.0" encoding="UTF-8"?>\n'
        return f'{head}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</urlset>\n'

    return page_cache.page(("pages.sitemap", tables.version, base), render, "application/xml; charset=utf-8")


@blueprint.get("/favicon.ico")
@public
def favicon() -> ResponseReturnValue:
    """The small picture in the browser's tab."""
    response: Response = current_app.send_static_file("img/favicon.ico")
    response.headers["Cache-Control"] = f"public, max-age={DAY}"
    return response


@blueprint.get("/.well-known/security.txt")
@public
def security_txt() -> ResponseReturnValue:
    """Where to report a weakness (RFC 9116); good for half a year from the first of the month."""
    company = _company()
    expires = clock.now().replace(day=1, hour=0, minute=0, second=0) + timedelta(days=180)
    text = (
        f"Contact: mailto:{rules.text('company.security-mail')}\n"
        f"Expires: {clock.iso(expires)}\n"
        "Preferred-Languages: en\n"
        f"Canonical: {company.public_url}/.well-known/security.txt\n"
        f"Policy: {company.public_url}/privacy-policy\n"
    )
    return page_cache.page(("pages.security", text), lambda: text, TEXT)


@blueprint.get("/.well-known/change-password")
@public
def change_password() -> ResponseReturnValue:
    """Where password managers send people to change a password."""
    return redirect("/account/security", 302)

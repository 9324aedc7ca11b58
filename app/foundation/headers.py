"""Response headers: Talisman's HTTPS and content policy, and what keeps personal pages out of caches."""

from flask import Flask, g, request
from flask.wrappers import Response

from app.config import Settings
from app.extensions import talisman
from app.foundation.access import mark_of

CONTENT_POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
UNUSED_FEATURES = (
    "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope", "microphone",
    "payment", "usb",
)  # fmt: skip
KEPT_TO_ONESELF = "shop.kept_to_oneself"
"""The name in `g` by which a page that anybody may open asks to be treated as somebody's own."""
TWO_YEARS = 2 * 365 * 24 * 3600


def form_policy(*origins: str) -> dict[str, str]:
    """The content policy of a page whose form ends up at another origin (the card processor's)."""
    return CONTENT_POLICY | {"form-action": " ".join(["'self'", *origins])}


def bind(app: Flask, settings: Settings) -> None:
    """Bind Talisman and the headers of personal pages."""

    # Bound before Talisman's own: what is bound last runs first, and ours has the last word.
    @app.after_request
    def personal_pages(response: Response) -> Response:
        headers = response.headers
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        view = app.view_functions.get(request.endpoint or "")
        own = g.get(KEPT_TO_ONESELF, False) or "shop.route_template" in request.environ
        if view is not None and (own or mark_of(view).kind != "public"):
            headers["Cache-Control"] = "no-store"
            headers["Referrer-Policy"] = "no-referrer"
        elif "Cache-Control" not in headers:
            headers["Cache-Control"] = "no-store"
        return response

    talisman.init_app(
        app,
        force_https=True,
        force_https_permanent=True,
        strict_transport_security=settings.production,
        strict_transport_security_max_age=TWO_YEARS,
        strict_transport_security_include_subdomains=True,
        content_security_policy=CONTENT_POLICY,
        permissions_policy=dict.fromkeys(UNUSED_FEATURES, "()"),
        referrer_policy="strict-origin-when-cross-origin",
        frame_options="DENY",
        session_cookie_secure=True,
        session_cookie_samesite="Lax",
    )

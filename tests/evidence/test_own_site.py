"""The shop meets itself as an outsider does."""

from app.foundation.own_site import OwnSite, own_site


def test_the_site_is_met_over_tls_by_its_own_name(served: OwnSite) -> None:
    answer = own_site().get("/privacy-policy")
    assert answer.status == 200
    assert "Your privacy matters to us" in answer.text
    assert answer.cookies == {}
    assert own_site().handshake().version in {"TLSv1.2", "TLSv1.3"}


def test_the_plain_listener_only_redirects(served: OwnSite) -> None:
    answer = own_site().plain("/privacy-policy")
    assert answer.status in {301, 302, 308}
    assert answer.header("location").startswith(served.base_url)


def test_cookies_stay_with_their_visitor(served: OwnSite) -> None:
    visitor = own_site()
    visitor.get("/sign-in")
    assert set(visitor.jar) == {"__Host-session"}
    assert own_site().jar == {}

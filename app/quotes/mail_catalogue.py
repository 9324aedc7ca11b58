"""The mail about quotes, for the catalogue. Requests for one are cases and have the mail of cases."""

from app.mail.catalogue import Letter

LETTERS = (
    Letter("quotes/quote", "A quote that its owner had mailed", "requested", "ordering", "request"),
    Letter("quotes/made", "That our staff made a quote", "requested", "ordering", "request"),
    Letter("quotes/pay", "The link on which an order is paid", "order", "ordering", "order"),
)

"""The verbs of quotes, one module for each part of the work; routes and other rooms call them from here."""

from app.quotes.service.agreeing import add_line, agree, hand_over, make
from app.quotes.service.asking import ask, attach
from app.quotes.service.customers import meant, open_requests, user_id_of
from app.quotes.service.files import forget_file
from app.quotes.service.paying import mail_link
from app.quotes.service.saving import save
from app.quotes.service.sharing import share, unshare
from app.quotes.service.using import order, send, take, withdraw

__all__ = [
    "add_line",
    "agree",
    "ask",
    "attach",
    "forget_file",
    "hand_over",
    "mail_link",
    "make",
    "meant",
    "open_requests",
    "order",
    "save",
    "send",
    "share",
    "take",
    "unshare",
    "user_id_of",
    "withdraw",
]

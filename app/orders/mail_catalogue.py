"""The mail about orders, for the catalogue."""

from app.mail.catalogue import Letter


def _letter(name: str, title: str) -> Letter:
    return Letter(f"orders/{name}", title, "order", "ordering", cause="order")


LETTERS = (
    _letter("approval_asked", "That an order of a colleague waits for approval"),
    _letter("approval_given", "That an order was approved and can be paid"),
    _letter("placed", "That an order is placed"),
    _letter("file_problem", "That a file needs another look before it is printed"),
    _letter("proof_ready", "That a proof waits for approval"),
    _letter("approved", "That a proof is approved, and when it ships"),
    _letter("printing", "That printing has begun"),
    _letter("on_hold", "That an order waits, and why"),
    _letter("shipped", "That an order is on its way"),
    _letter("ready_for_pick_up", "That an order can be picked up"),
    _letter("cancelled", "That an order is cancelled"),
    _letter("refunded", "That money goes back"),
)

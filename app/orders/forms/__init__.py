"""The forms of orders. Each field that takes something personal says what for (P32, P65, P66)."""

from app.orders.forms.checkout import CheckoutForm
from app.orders.forms.order import OrderForm
from app.orders.forms.work import (
    ApprovalForm,
    ArtworkForm,
    AssignForm,
    CancelForm,
    ChangesForm,
    DecliningForm,
    MoveForm,
    NoteForm,
    PayForm,
)

__all__ = [
    "ApprovalForm",
    "ArtworkForm",
    "AssignForm",
    "CancelForm",
    "ChangesForm",
    "CheckoutForm",
    "DecliningForm",
    "MoveForm",
    "NoteForm",
    "OrderForm",
    "PayForm",
]

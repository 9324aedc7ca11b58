"""What other rooms may ask of companies, and the verbs of this room's own pages."""

from app.companies.service.companies import Rules, change_rules, close, open_company
from app.companies.service.inviting import Invited, decline, invite, take, withdraw
from app.companies.service.members import change, end, leave, must_hand_over, tend
from app.companies.service.records import Place
from app.companies.service.standing import check_order, company_of, may_order, needs_approval, standing
from app.companies.views import Standing

__all__ = [
    "Invited",
    "Place",
    "Rules",
    "Standing",
    "change",
    "change_rules",
    "check_order",
    "close",
    "company_of",
    "decline",
    "end",
    "invite",
    "leave",
    "may_order",
    "must_hand_over",
    "needs_approval",
    "open_company",
    "standing",
    "take",
    "tend",
    "withdraw",
]

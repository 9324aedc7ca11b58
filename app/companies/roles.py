"""What each member of a company may do: one table, which the pages print in words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """`words` says it as the pages do. `sees` is all orders placed for the company; everybody sees their own."""

    code: str
    name: str
    words: str
    orders: bool = False
    approves: bool = False
    sees: bool = False
    manages: bool = False


_ROLES = (
    Role("buyer", "Buyer", "Orders up to a limit, and sees their own orders.", orders=True),
    Role(
        "approver",
        "Approver",
        "Orders, sees every order of the company, and approves those that are over a buyer’s limit.",
        orders=True,
        approves=True,
        sees=True,
    ),
    Role(
        "administrator",
        "Administrator",
        "Does all that an approver does; invites people, and sets roles, limits and the company’s rules.",
        orders=True,
        approves=True,
        sees=True,
        manages=True,
    ),
    Role("viewer", "Viewer", "Sees every order of the company, and orders nothing.", sees=True),
)
ROLES: dict[str, Role] = {role.code: role for role in _ROLES}
ADMINISTRATOR = "administrator"
APPROVING = tuple(role.code for role in _ROLES if role.approves)
SEEN = (
    "Who may see all orders of the company sees of each what was ordered, the name of its file, where it goes, what it "
    "costs and how far it is; not your telephone number and not the file itself. Orders that you placed before you "
    "joined stay yours alone. When you leave, the company goes on seeing what you ordered for it, and so do you."
)
"""What joining means for one's own orders, in the words that everybody reads before."""

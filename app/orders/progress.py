"""How an order moves through the shop (print.md section 1): its states, and the steps staff may take.

A job has the fine state; the order's own state follows from its jobs, except where it is held or cancelled.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from app.foundation.access import Permission
from app.orders.permissions import CHECK, PRINT, SERVE, SHIP


@dataclass(frozen=True)
class State:
    """A state in words: `label` for lists, `sentence` for the customer; `tone` as components/status.html has it."""

    code: str
    label: str
    tone: str
    sentence: str


_STATES = (
    State("draft", "Awaiting payment", "waiting", "Your order is saved. We begin as soon as it is paid."),
    State(
        "awaiting-approval",
        "Awaiting approval",
        "waiting",
        "Your order is saved. It is over your limit, so somebody else of your company has to approve it before it is "
        "paid.",
    ),
    State("placed", "Placed", "working", "Your order is paid."),
    State("awaiting-files", "Awaiting files", "waiting", "We need your file before we can begin."),
    State("files-received", "Files received", "working", "We have your file and will check it."),
    State("preflight", "Checking files", "working", "We are checking your file."),
    State("file-problem", "File problem", "waiting", "Your file needs a change before we can print it."),
    State("proof-ready", "Proof ready", "waiting", "Please look at the proof and approve it, or ask for changes."),
    State("changes-requested", "Changes requested", "waiting", "Send us the changed file, and we check it again."),
    State("approved", "Approved", "working", "You approved the proof. Your job is in line for the press."),
    State("printing", "Printing", "working", "Your job is on the press."),
    State("finishing", "Finishing", "working", "Your job is being cut and finished."),
    State("ready-to-ship", "Ready to ship", "working", "Your job is packed and waits for the carrier."),
    State("ready-for-pick-up", "Ready for pick-up", "waiting", "Your job is ready at our door."),
    State("shipped", "Shipped", "good", "Your job is on its way."),
    State("picked-up", "Picked up", "good", "You have your job."),
    State("delivered", "Delivered", "good", "Your job has arrived."),
    State("in-progress", "In progress", "working", "Your order is being made."),
    State("complete", "Complete", "good", "Your order is complete."),
    State("on-hold", "On hold", "bad", "Your order waits. We told you why by mail."),
    State("cancelled", "Cancelled", "neutral", "This order was cancelled."),
    State("refunded", "Refunded", "neutral", "The money goes back to your card."),
    State("refund-due", "Refund due", "waiting", "We are giving your money back; it can take a few days."),
    State("payment-declined", "Card declined", "bad", "The card was declined. Nothing was taken."),
    State("approval-given", "Approved by your company", "good", "Your company approved this order."),
    State("approval-declined", "Not approved", "bad", "Your company did not approve this order."),
    State("note", "Note", "neutral", ""),
    State("payment-alert", "Payment needs a look", "bad", ""),
)
STATES: dict[str, State] = {state.code: state for state in _STATES}

WAITING = "awaiting-approval"
"""The state of an order that is over its buyer's limit: nothing but "draft" can be paid, so this cannot."""
TELLING = frozenset({WAITING, "on-hold", "cancelled"})
"""States of a whole order that say more than those of its jobs."""

UPLOADABLE = frozenset(
    {"draft", "awaiting-files", "files-received", "file-problem", "proof-ready", "changes-requested"}
)
"""Job states in which the customer may send or replace the file."""
BEFORE_PRODUCTION = UPLOADABLE | {"preflight", "approved"}
"""Job states in which no production work is done, so the customer may cancel by button."""
DONE = frozenset({"shipped", "picked-up", "delivered"})
STAGES = tuple(
    code
    for code in STATES
    if code not in {"placed", "in-progress", "complete", "refunded", "refund-due", "payment-declined", "note",
                    "payment-alert", "approval-given", "approval-declined"}
)  # fmt: skip
"""The states by which staff filter the queue, in the order of the work."""


@dataclass(frozen=True)
class Step:
    """One step a member of staff may take. `note` is none, optional or required; `mail` names the letter sent."""

    code: str
    button: str
    sources: frozenset[str]
    target: str
    permission: Permission
    mail: str = ""
    note: str = "none"
    tracking: bool = False
    together: bool = False
    """Taken with all jobs of the order at once, or not at all."""
    pick_up: bool | None = None
    """True: only where the customer picks up; False: only where we ship; None: both."""


def _step(code: str, button: str, sources: str, target: str, permission: Permission, **rest: object) -> Step:
    return Step(code, button, frozenset(sources.split()), target, permission, **rest)  # type: ignore[arg-type]


_STEPS = (
    _step("check", "Start checking", "files-received", "preflight", CHECK),
    _step(
        "problem", "Report a file problem", "files-received preflight", "file-problem", CHECK,
        mail="orders/file_problem", note="required",
    ),
    _step("proof", "Offer the proof", "preflight", "proof-ready", CHECK, mail="orders/proof_ready", note="optional"),
    _step("print", "Start printing", "approved", "printing", PRINT, mail="orders/printing"),
    _step("finish", "Start finishing", "printing", "finishing", PRINT),
    _step("pack", "Ready to ship", "printing finishing", "ready-to-ship", PRINT, pick_up=False),
    _step(
        "shelve", "Ready for pick-up", "printing finishing", "ready-for-pick-up", PRINT,
        mail="orders/ready_for_pick_up", pick_up=True,
    ),
    _step(
        "ship", "Mark as shipped", "ready-to-ship", "shipped", SHIP,
        mail="orders/shipped", tracking=True, together=True, pick_up=False,
    ),
    _step("hand-over", "Picked up", "ready-for-pick-up", "picked-up", SHIP, together=True, pick_up=True),
    _step("deliver", "Delivered", "shipped", "delivered", SHIP, pick_up=False),
)  # fmt: skip
STEPS: dict[str, Step] = {step.code: step for step in _STEPS}


@dataclass(frozen=True)
class Turn:
    """A step of the whole order, taken by customer service."""

    code: str
    button: str
    note: str


HOLD = Turn("hold", "Put on hold", "required")
RELEASE = Turn("release", "Release", "none")
CANCEL = Turn("cancel", "Cancel the order", "required")
SETTLED = Turn("settled", "The payment is settled", "required")
TURNS: dict[str, Turn] = {turn.code: turn for turn in (HOLD, RELEASE, CANCEL, SETTLED)}


def steps_for(job_state: str, pick_up: bool, held: frozenset[str]) -> list[Step]:
    """The steps that somebody with the permissions `held` may take from that state."""
    return [
        step
        for step in STEPS.values()
        if job_state in step.sources and step.permission.name in held and step.pick_up in {None, pick_up}
    ]


def turns_for(order_state: str, job_states: Iterable[str], held: frozenset[str], attention: str = "") -> list[Turn]:
    """What customer service may do with the whole order; `attention` says what is odd about its payment."""
    if SERVE.name not in held:
        return []
    turns = [SETTLED] if attention else []
    if order_state in {"placed", "in-progress"}:
        turns.append(HOLD)
    if order_state == "on-hold":
        turns.append(RELEASE)
    return [*turns, CANCEL] if cancellable(order_state, job_states) else turns


def cancellable(order_state: str, job_states: Iterable[str]) -> bool:
    """Whether no production work is done yet and the order still lives."""
    return order_state not in {"cancelled", "complete"} and all(state in BEFORE_PRODUCTION for state in job_states)


def order_state(job_states: Iterable[str]) -> str:
    """The state of a paid order that is neither held nor cancelled."""
    states = set(job_states)
    if states <= DONE:
        return "complete"
    return "in-progress" if states - BEFORE_PRODUCTION else "placed"

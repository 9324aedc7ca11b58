"""The states, kinds, channels and topics of a case, in codes and in words; and its house rules."""

from dataclasses import dataclass

from app.foundation import rules


@dataclass(frozen=True)
class State:
    """A state: its words for staff and the person, its tone on pages, and what it means for the person."""

    code: str
    label: str
    tone: str
    sentence: str


STATES = {
    state.code: state
    for state in (
        State("received", "Waits for an answer", "working", "Somebody here will read it and answer."),
        State("code-sent", "Waits for the code", "waiting", "We sent a code. Nothing happens before it is typed here."),
        State("verified", "Proven", "working", "We know that it is you, and go on."),
        State("gathering", "Being put together", "working", "What we hold is being put together. It takes a minute."),
        State("ready", "Ready", "good", "Your answer is ready and waits here for some days."),
        State("delivered", "Fetched", "good", "You have opened your answer. It stays here for some days."),
        State("waiting", "Waits for the person", "waiting", "We asked you something and wait for your reply."),
        State("answered", "Answered", "good", "Our answer stands below. If it is not enough, write again."),
        State("closed", "Closed", "neutral", "This is settled. If it is not, write again."),
        State("refused", "Refused", "bad", "We did not do what was asked. The reason stands below."),
        State("lapsed", "Lapsed", "neutral", "We asked you something and heard nothing. Write again to go on."),
    )
}
OURS = ("received", "verified", "gathering")
"""States in which our clock runs: somebody or something here owes the next step."""
OPEN = (*OURS, "waiting")
"""States in which the clock runs for somebody. A code that nobody has typed yet asks nothing of anybody here."""

REQUESTS = {
    "information": "A request to see what we hold",
    "correction": "A request to correct something",
    "erasure": "A request to erase",
    "objection": "An objection to a use",
}
"""Kinds that need a proof of who asks (`rights`)."""
KINDS = {
    "contact": "A message",
    "quote": "A request for a quote",
    "concern": "A doubt about a clause of the policy",
    "lost-factors": "Every second factor is lost",
} | REQUESTS
CHANNELS = {"web": "The site's form", "mail": "E-mail", "letter": "Letter", "phone": "Telephone"}
TOPICS = {
    "order": "An order I placed",
    "product": "Products, prices and paper",
    "file": "My file or a proof",
    "account": "My account or signing in",
    "information": "My information or the privacy policy",
    "other": "Something else",
}

for _rule in (
    rules.Rule("cases.answer-days", 10, "days", "By when a request, complaint or correction is answered"),
    rules.Rule("cases.lapse-days", 35, "days", "How long a case waits for the person before it lapses"),
    rules.Rule("cases.open-minutes", 60, "minutes", "How long a typed case code opens the case in that browser"),
    rules.Rule("cases.messages-an-hour", 10, "messages", "How many messages one network may send by the form"),
    rules.Rule("cases.mails-a-day", 5, "mails", "How many confirmations of messages one address gets in a day"),
    rules.Rule("cases.tries", 5, "tries", "How many wrong case codes before the next one must wait"),
    rules.Rule("cases.network-tries", 20, "tries", "How many wrong case codes from one network before it must wait"),
    rules.Rule("cases.writing-hours", 24, "hours", "How long whoever writes in a case may take", most=24),
    rules.Rule("cases.tries-forgotten-hours", 6, "hours", "After how long without a wrong code counts begin anew"),
    rules.Rule("cases.longest-wait-minutes", 15, "minutes", "The longest wait after wrong case codes"),
):
    rules.declare(_rule)

"""The house rules of mail to many."""

from app.foundation import rules

TWO_PEOPLE_ABOVE = "campaigns.two-people-above"
COMPLAINTS = "campaigns.complaint-pause-per-mille"
COMPLAINTS_FROM = "campaigns.complaint-pause-from"
PAGE = "campaigns.updates-a-page"

for _rule in (
    rules.Rule(TWO_PEOPLE_ABOVE, 100, "people", "A mail to more of them is approved by somebody who did not write it"),
    rules.Rule(COMPLAINTS, 1, "per mille", "A run pauses by itself when so many of its mails were complained about"),
    rules.Rule(COMPLAINTS_FROM, 100, "mails", "From how many sent mails on a run's complaints are looked at"),
    rules.Rule(PAGE, 20, "updates", "How many updates stand on one page of their list"),
):
    rules.declare(_rule)

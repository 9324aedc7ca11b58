"""The house rules of companies: how long, how many, how often."""

from app.foundation import rules

for _rule in (
    rules.Rule("companies.invitation-days", 14, "days", "How long the invitation into a company works"),
    rules.Rule("companies.invitations-per-hour", 20, "mails", "Invitations that one company mails in an hour"),
    rules.Rule("companies.invitations-per-address-day", 3, "mails", "Invitations mailed to one address in a day"),
    rules.Rule("companies.most-members", 500, "people", "How many people one company has at most"),
    rules.Rule("companies.approval-mail-days", 14, "days", "How long mail about an order to approve may be written"),
    rules.Rule("retention.company-days", 30, "days", "A company to which nobody belongs any more"),
    rules.Rule("retention.company-member-days", 365, "days", "That somebody belonged to a company, after they left"),
    rules.Rule("retention.company-invitation-days", 30, "days", "The invitation into a company"),
):
    rules.declare(_rule)

"""What staff may do with accounts; which roles may is said in `accounts.roles`."""

from app.foundation.access import Permission

ENTER = Permission("backoffice:dashboard:read", "Open the staff pages")
MANAGE_STAFF = Permission("accounts:staff:manage", "Invite staff, give and take roles, end somebody's work here")
READ_CUSTOMER = Permission("accounts:customer:read", "Open the page of a customer, which the customer is shown")
CHANGE_CUSTOMER = Permission("accounts:customer:change", "Change names and addresses for a customer who asked for it")
COUNT_CUSTOMERS = Permission("accounts:registration:count", "See how many customers registered, and from which states")

ALL = [ENTER, MANAGE_STAFF, READ_CUSTOMER, CHANGE_CUSTOMER, COUNT_CUSTOMERS]

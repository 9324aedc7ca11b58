"""Every check's breach, by the check's name; each room's stand in a module of their own."""

from tests.evidence.breach import Breach
from tests.evidence.breaches_accounts import ACCOUNTS
from tests.evidence.breaches_audit import AUDIT
from tests.evidence.breaches_campaigns import CAMPAIGNS
from tests.evidence.breaches_cases import CASES
from tests.evidence.breaches_certificates import CERTIFICATES
from tests.evidence.breaches_companies import COMPANIES
from tests.evidence.breaches_corrections import CORRECTIONS
from tests.evidence.breaches_disclosures import DISCLOSURES
from tests.evidence.breaches_erasures import ERASURES
from tests.evidence.breaches_mail import MAIL
from tests.evidence.breaches_mail_in import MAIL_IN
from tests.evidence.breaches_operations import OPERATIONS
from tests.evidence.breaches_orders import ORDERS
from tests.evidence.breaches_people import PEOPLE
from tests.evidence.breaches_permissions import PERMISSIONS
from tests.evidence.breaches_policy import POLICY
from tests.evidence.breaches_policy_data import POLICY_DATA
from tests.evidence.breaches_requests import REQUESTS
from tests.evidence.breaches_retention import RETENTION
from tests.evidence.breaches_staff import STAFF
from tests.evidence.breaches_stop_links import STOP_LINKS
from tests.evidence.breaches_visits import VISITS

BREACHES: dict[str, Breach] = {
    **ACCOUNTS,
    **AUDIT,
    **CAMPAIGNS,
    **CASES,
    **CERTIFICATES,
    **COMPANIES,
    **CORRECTIONS,
    **DISCLOSURES,
    **ERASURES,
    **MAIL,
    **MAIL_IN,
    **OPERATIONS,
    **ORDERS,
    **PEOPLE,
    **PERMISSIONS,
    **POLICY,
    **POLICY_DATA,
    **RETENTION,
    **REQUESTS,
    **STAFF,
    **STOP_LINKS,
    **VISITS,
}

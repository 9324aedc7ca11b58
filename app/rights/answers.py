"""From a proof to an answer in writing: gathered from every source, drawn for people, listed for machines."""

from flask import current_app

from app.policy import views as policy
from app.rights.service import certifying
from app.rights.service.answering import Written
from app.rights.service.gathering import gather
from app.rights.service.proofs import RANKS, Proof
from app.rights.writing import Answer, zipped


def write(proof: Proof, network_address: str) -> Written:
    """The answer for whoever proved that; `network_address` is from where they asked."""
    mailbox = RANKS[proof.level] >= RANKS["mailbox"]
    holdings = gather(proof.keys, proof.depth, mailbox=mailbox, network=network_address)
    answer = Answer(holdings, headings(), certifying.newest())
    # By the environment itself: a job draws without a request, and without anybody who looks.
    words = current_app.jinja_env.get_template("rights/answer_words.html").render(answer=answer)
    return Written(words.encode(), zipped(answer))


def headings() -> dict[str, str]:
    """The headings of the policy in force, by anchor."""
    version = current_app.extensions["shop.policy_version"]()
    shown = policy.published(version) if version else None
    return {clause.anchor: clause.heading for clause in shown.clauses} if shown else {}

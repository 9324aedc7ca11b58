"""The jobs of requests about oneself."""

from app.foundation.jobs import Job
from app.rights.answers import write
from app.rights.service import answering, asking, sweeping

ANSWER = Job(
    asking.JOB,
    lambda act: answering.answer_waiting(act, write),
    1,
    "Put together what people asked to see",
    purposes="requested",
    clause="ask-what-we-hold",
)
SWEEP = Job(
    "sweep-requests",
    sweeping.sweep,
    15,
    "Lapse requests that nobody proved, remove answers that waited long enough",
    purposes="requested",
    clause="safe-answers",
)
REQUEST_JOBS: list[Job] = [ANSWER, SWEEP]

"""What this room keeps of itself: requests, answers, corrections, holds and certificates, never the data asked for.

One module for each part; each is imported here, so that the tables are known wherever one of them is.
"""

from app.rights.models.certificates import CompletenessCertificate
from app.rights.models.corrections import Correction, CorrectionTask
from app.rights.models.erasures import AccountClosing, Erasure
from app.rights.models.keeping import LegalHold, RetentionRun
from app.rights.models.requests import AnswerFile, InformationRequest

__all__ = [
    "AccountClosing",
    "AnswerFile",
    "CompletenessCertificate",
    "Correction",
    "CorrectionTask",
    "Erasure",
    "InformationRequest",
    "LegalHold",
    "RetentionRun",
]

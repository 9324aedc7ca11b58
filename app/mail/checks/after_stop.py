"""What left, held against every stop: the gate's own answers are not asked."""

from app.foundation import recent
from app.foundation.checks import Check, Result, unchecked
from app.foundation.database import looking
from app.mail import views


@looking()
def no_mail_after_stop() -> Result:
    """No message was handed over after a stop of its reader, or of its address, had taken effect."""
    found = views.after_stop(recent.since())
    if not found.seen:
        return unchecked(f"No message that can be stopped left in {recent.days()} days.")
    words = f"{recent.counted(found.seen, 'message')} that can be stopped left in {recent.days()} days"
    return recent.judged(words, found.after, "after a stop")


AFTER_STOP = [
    Check(
        "no-mail-after-stop",
        "No message left for anybody after their stop had taken effect, whoever had permitted it.",
        no_mail_after_stop,
        (63,),
        10,
        yourself="Open /opt-outs on this site: it counts the messages sent after a stop.",
    )
]

"""Fields that rows of many kinds have."""

from app.tables.columns import Column

TRAITS = Column("traits", "Words that rules know it by", "words", needed=False, hint="With commas between them.")
NAME = Column("name", "Name", longest=80)
ABOUT = Column("about", "About", "long", needed=False, longest=300)

"""Finding accounts"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None

BATCH = 2000
LONGEST = 60
OURS = "user_id_key LIKE 'own-check-%'"
PLAIN = str.maketrans({'ø': 'o', 'ł': 'l', 'đ': 'd', 'ð': 'd', 'þ': 'th', 'æ': 'ae', 'œ': 'oe', 'ı': 'i'})


def upgrade():
    words = op.create_table(
        'account_name_word',
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column(
            'word',
            sa.String(LONGEST).with_variant(sa.String(LONGEST, collation='C'), 'postgresql'),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_account_name_word_account_id_account')),
        sa.PrimaryKeyConstraint('account_id', 'word', name=op.f('pk_account_name_word')),
    )
    fill(words)
    op.create_index('ix_account_name_word_word', 'account_name_word', ['word', 'account_id'])
    op.drop_index('ix_account_phone_last4_digest', 'account')
    op.create_index('ix_account_phone_last4', 'account', ['phone_last4_digest', 'id'])
    op.drop_index('ix_account_address_line1_digest', 'account_address')
    op.create_index('ix_account_address_street', 'account_address', ['line1_digest', 'account_id'])
    op.create_index(
        'ix_account_ours', 'account', ['person_id'], postgresql_where=sa.text(OURS), sqlite_where=sa.text(OURS)
    )


def fill(words):
    """The words of every name there is, in pieces."""
    bind, last = op.get_bind(), 0
    account = sa.table('account', sa.column('id'), sa.column('name'), sa.column('user_id_key'))
    query = sa.select(account.c.id, account.c.name, account.c.user_id_key).order_by(account.c.id).limit(BATCH)
    while found := bind.execute(query.where(account.c.id > last)).all():
        last = found[-1].id
        rows = [
            {'account_id': row.id, 'word': word}
            for row in found
            if row.name != '(erased)' and not row.user_id_key.startswith('own-check-')
            for word in sorted(kept(row.name))
        ]
        if rows:
            bind.execute(words.insert(), rows)


def kept(name):
    plain = unicodedata.normalize('NFKD', name.casefold().translate(PLAIN))
    plain = ''.join(letter for letter in plain if not unicodedata.combining(letter))
    found = set()
    for part in plain.split():
        parts = ''.join(letter if letter.isalnum() else ' ' for letter in part).split()
        found.update(parts, [''.join(parts)])
    return {word[:LONGEST] for word in found if word}


def downgrade():
    raise NotImplementedError("what was recorded under these rules cannot be put back under the older ones")

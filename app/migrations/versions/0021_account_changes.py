"""Account changes"""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade():
    # A change of the e-mail address can be taken back by a link, of which only the digest is here. Changes from
    # before have no link: their columns stay empty.
    op.add_column('email_change', sa.Column('undo_sha256', sa.String(length=64), nullable=True))
    op.add_column('email_change', sa.Column('undo_salt', sa.String(length=64), nullable=True))
    op.add_column('email_change', sa.Column('undo_until', sa.DateTime(timezone=True), nullable=True))
    op.add_column('email_change', sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f('ix_email_change_undo_sha256'), 'email_change', ['undo_sha256'], unique=True)
    op.add_column('account_closing', sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True))


def downgrade():
    raise NotImplementedError("what was recorded under these rules cannot be put back under the older ones")

"""Mail to many"""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'mail_run',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('subject', sa.String(length=120), nullable=False),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('notice_no', sa.Integer(), nullable=True),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('policy_version', sa.Integer(), nullable=True),
        sa.Column('state', sa.String(length=10), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('counted_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('scheduled_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('reached', sa.Integer(), nullable=False),
        sa.Column('complaints_seen', sa.Integer(), nullable=False),
        sa.Column('audience', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_run')),
        sa.UniqueConstraint('notice_no', name=op.f('uq_mail_run_notice_no')),
    )
    op.create_index('ix_mail_run_published', 'mail_run', ['published_at', 'id'])
    op.create_index('ix_mail_run_state', 'mail_run', ['state', 'scheduled_at'])
    op.create_table(
        'mail_run_event',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('run_id', sa.Integer(), nullable=False),
        sa.Column('step', sa.String(length=12), nullable=False),
        sa.Column('note', sa.String(length=400), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('actor', sa.String(length=80), nullable=False),
        sa.Column('actor_name', sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(['run_id'], ['mail_run.id'], name=op.f('fk_mail_run_event_run_id_mail_run')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_run_event')),
    )
    op.create_index('ix_mail_run_event_of_run', 'mail_run_event', ['run_id', 'id'])
    op.create_table(
        'run_recipient',
        sa.Column('run_id', sa.Integer(), nullable=False, autoincrement=False),
        sa.Column('person_id', sa.Integer(), nullable=False, autoincrement=False),
        sa.Column('outcome', sa.String(length=10), nullable=False),
        sa.Column('reason', sa.String(length=20), nullable=False),
        sa.Column('mail_id', sa.Integer(), nullable=True),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['run_id'], ['mail_run.id'], name=op.f('fk_run_recipient_run_id_mail_run')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_run_recipient_person_id_person')),
        sa.PrimaryKeyConstraint('run_id', 'person_id', name=op.f('pk_run_recipient')),
        sa.UniqueConstraint('mail_id', name=op.f('uq_run_recipient_mail_id')),
    )
    op.create_index('ix_run_recipient_outcome', 'run_recipient', ['run_id', 'outcome', 'reason', 'person_id'])
    op.create_index(op.f('ix_run_recipient_person_id'), 'run_recipient', ['person_id'])


def downgrade():
    raise NotImplementedError("what was recorded under these rules cannot be put back under the older ones")

"""My information: erasures"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'account_closing',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('case_number', sa.Integer(), nullable=True),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_account_closing_account_id_account')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_account_closing')),
    )
    op.create_index(op.f('ix_account_closing_account_id'), 'account_closing', ['account_id'])
    op.create_index(op.f('ix_account_closing_due_at'), 'account_closing', ['due_at'])
    op.create_table(
        'erasure',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('case_number', sa.Integer(), nullable=True),
        sa.Column('salt', sa.String(length=64), nullable=False),
        sa.Column('reached_by', sa.Text(), nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('waits_for', sa.String(length=10), nullable=False),
        sa.Column('mail_id', sa.Integer(), nullable=True),
        sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('report', sa.JSON(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_erasure_person_id_person')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_erasure')),
    )
    op.create_index(op.f('ix_erasure_case_number'), 'erasure', ['case_number'])
    op.create_index(op.f('ix_erasure_finished_at'), 'erasure', ['finished_at'])
    op.create_index(op.f('ix_erasure_person_id'), 'erasure', ['person_id'])


def downgrade():
    raise NotImplementedError("what was recorded under these rules cannot be put back under the older ones")

"""My information: retention"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

AT = sa.DateTime(timezone=True)


def upgrade():
    op.create_table(
        'retention_run',
        sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.Column('rule', sa.String(length=120), nullable=False),
        sa.Column('started_at', AT, nullable=False),
        sa.Column('ended_at', AT, nullable=True),
        sa.Column('examined', sa.Integer(), nullable=False),
        sa.Column('removed', sa.Integer(), nullable=False),
        sa.Column('held', sa.Integer(), nullable=False),
        sa.Column('oldest_left', AT, nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_retention_run')),
    )
    op.create_index('ix_retention_run_of_rule', 'retention_run', ['rule', 'id'])
    op.create_table(
        'legal_hold',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=True),
        sa.Column('email_key', sa.String(length=320), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('case_ref', sa.String(length=80), nullable=False),
        sa.Column('opened_at', AT, nullable=False),
        sa.Column('opened_by', sa.String(length=80), nullable=False),
        sa.Column('until', AT, nullable=False),
        sa.Column('ended_at', AT, nullable=True),
        sa.Column('ended_by', sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_legal_hold_person_id_person')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_legal_hold')),
    )
    op.create_index(op.f('ix_legal_hold_person_id'), 'legal_hold', ['person_id'])
    op.add_column('artwork', sa.Column('leaving_told_at', AT, nullable=True))


def downgrade():
    raise NotImplementedError("what was recorded under these rules cannot be put back under the older ones")

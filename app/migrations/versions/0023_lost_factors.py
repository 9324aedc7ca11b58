"""Lost factors"""

import sqlalchemy as sa
from alembic import op

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'lost_factors',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case_number', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('stop_salt', sa.String(length=64), nullable=False),
        sa.Column('stop_sha256', sa.String(length=64), nullable=False),
        sa.Column('first_by', sa.String(length=80), nullable=False),
        sa.Column('first_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('second_by', sa.String(length=80), nullable=False),
        sa.Column('second_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('ended_by', sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ['case_number'], ['case_file.number'], name=op.f('fk_lost_factors_case_number_case_file')
        ),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_lost_factors_account_id_account')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_lost_factors')),
        sa.UniqueConstraint('case_number', name=op.f('uq_lost_factors_case_number')),
    )
    op.create_index('ix_lost_factors_of_account', 'lost_factors', ['account_id'])
    op.create_index(op.f('ix_lost_factors_stop_sha256'), 'lost_factors', ['stop_sha256'])
    op.create_index(
        'uq_lost_factors_open', 'lost_factors', ['account_id'], unique=True,
        sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'),
    )


def downgrade():
    raise NotImplementedError("what was recorded under these rules cannot be put back under the older ones")

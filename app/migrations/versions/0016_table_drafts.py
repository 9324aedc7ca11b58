"""Table drafts"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'version_step',
        sa.Column('table_name', sa.String(length=40), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False, autoincrement=False),
        sa.Column('step', sa.String(length=20), nullable=False),
        sa.Column('reason', sa.String(length=300), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by', sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint('table_name', 'version', 'step', name=op.f('pk_version_step')),
    )
    op.create_table(
        'table_draft',
        sa.Column('desk', sa.String(length=20), nullable=False),
        sa.Column('based_on', sa.Integer(), nullable=False),
        sa.Column('returns_to', sa.Integer(), nullable=True),
        sa.Column('body', sa.Text(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('started_by', sa.String(length=80), nullable=False),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('changed_by', sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint('desk', name=op.f('pk_table_draft')),
    )
    op.create_table(
        'table_check',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('desk', sa.String(length=20), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('checked_by', sa.String(length=80), nullable=False),
        sa.Column('checked_on', sa.Date(), nullable=False),
        sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('noted_by', sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_table_check')),
    )
    op.create_index(op.f('ix_table_check_desk'), 'table_check', ['desk'])


def downgrade():
    raise NotImplementedError("what was recorded under these rules cannot be put back under the older ones")

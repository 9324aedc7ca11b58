"""Prepared answers"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'case_draft',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case_number', sa.Integer(), nullable=False),
        sa.Column('outcome', sa.String(length=20), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('role', sa.String(length=40), nullable=False),
        sa.Column('prepared_by', sa.String(length=80), nullable=False),
        sa.Column('prepared_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('decision', sa.String(length=10), nullable=False),
        sa.Column('decided_by', sa.String(length=80), nullable=False),
        sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "decision <> 'approved' OR (decided_by <> '' AND decided_by <> prepared_by)",
            name=op.f('ck_case_draft_two_people'),
        ),
        sa.ForeignKeyConstraint(['case_number'], ['case_file.number'], name=op.f('fk_case_draft_case_number_case_file')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_case_draft')),
    )
    op.create_index('ix_case_draft_of_case', 'case_draft', ['case_number', 'id'])
    op.create_index(
        'uq_case_draft_open',
        'case_draft',
        ['case_number'],
        unique=True,
        sqlite_where=sa.text("decision = ''"),
        postgresql_where=sa.text("decision = ''"),
    )


def downgrade():
    raise NotImplementedError("what was recorded under these rules cannot be put back under the older ones")

"""My information: corrections"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'correction',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case_number', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('field', sa.String(length=60), nullable=False),
        sa.Column('old', sa.Text(), nullable=False),
        sa.Column('new', sa.Text(), nullable=False),
        sa.Column('state', sa.String(length=10), nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('asked_by', sa.String(length=80), nullable=False),
        sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('decided_by', sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_correction_account_id_account')),
        sa.ForeignKeyConstraint(['case_number'], ['case_file.number'], name=op.f('fk_correction_case_number_case_file')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_correction')),
    )
    op.create_index('ix_correction_of_case', 'correction', ['case_number', 'id'])
    op.create_index(op.f('ix_correction_account_id'), 'correction', ['account_id'])
    op.create_index(op.f('ix_correction_state'), 'correction', ['state'])
    op.create_table(
        'correction_task',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('correction_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=10), nullable=False),
        sa.Column('about', sa.String(length=120), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('done_by', sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(['correction_id'], ['correction.id'], name=op.f('fk_correction_task_correction_id_correction')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_correction_task')),
    )
    op.create_index(op.f('ix_correction_task_correction_id'), 'correction_task', ['correction_id'])


def downgrade():
    raise NotImplementedError("what was recorded under these rules cannot be put back under the older ones")

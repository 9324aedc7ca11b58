"""My information: requests"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'information_request',
        sa.Column('case_number', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('address_digest', sa.String(length=64), nullable=False),
        sa.Column('salt', sa.String(length=64), nullable=False),
        sa.Column('code_kind', sa.String(length=4), nullable=False),
        sa.Column('code_number', sa.Integer(), nullable=False),
        sa.Column('code_made_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('code_tries', sa.Integer(), nullable=False),
        sa.Column('fact_tries', sa.Integer(), nullable=False),
        sa.Column('lapses_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('level', sa.String(length=10), nullable=False),
        sa.Column('proven_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('browser_sha256', sa.String(length=64), nullable=False),
        sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('network_address', sa.Text(), nullable=False),
        sa.Column('answer_wanted_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['case_number'], ['case_file.number'], name=op.f('fk_information_request_case_number_case_file')),
        sa.PrimaryKeyConstraint('case_number', name=op.f('pk_information_request')),
    )
    op.create_index(op.f('ix_information_request_address_digest'), 'information_request', ['address_digest'])
    op.create_index(op.f('ix_information_request_lapses_at'), 'information_request', ['lapses_at'])
    op.create_index(op.f('ix_information_request_answer_wanted_at'), 'information_request', ['answer_wanted_at'])
    op.create_table(
        'answer_file',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case_number', sa.Integer(), nullable=False),
        sa.Column('part', sa.String(length=10), nullable=False),
        sa.Column('store_key', sa.String(length=120), nullable=False),
        sa.Column('owner', sa.String(length=80), nullable=False),
        sa.Column('size', sa.Integer(), nullable=False),
        sa.Column('level', sa.String(length=10), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('fetched_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['case_number'], ['case_file.number'], name=op.f('fk_answer_file_case_number_case_file')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_answer_file')),
    )
    op.create_index(op.f('ix_answer_file_case_number'), 'answer_file', ['case_number'])
    op.create_index(op.f('ix_answer_file_made_at'), 'answer_file', ['made_at'])


def downgrade():
    raise NotImplementedError("what was recorded under these rules cannot be put back under the older ones")

"""Companies"""

import sqlalchemy as sa
from alembic import op

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'company',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=120), nullable=False),
        sa.Column('opened_by', sa.String(length=80), nullable=False),
        sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('default_limit_cents', sa.Integer(), nullable=True),
        sa.Column('po_required', sa.Boolean(), nullable=False),
        sa.Column('empty_since', sa.DateTime(timezone=True), nullable=True),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_company')),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f('ix_company_opened_by'), 'company', ['opened_by'])
    op.create_index(op.f('ix_company_empty_since'), 'company', ['empty_since'])
    op.create_table(
        'company_member',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('company_id', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('role', sa.String(length=20), nullable=False),
        sa.Column('limit_cents', sa.Integer(), nullable=True),
        sa.Column('since', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by', sa.String(length=80), nullable=False),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('changed_by', sa.String(length=80), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('ended_by', sa.String(length=80), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_company_member_account_id_account')),
        sa.ForeignKeyConstraint(['company_id'], ['company.id'], name=op.f('fk_company_member_company_id_company')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_company_member')),
    )
    op.create_index(op.f('ix_company_member_account_id'), 'company_member', ['account_id'])
    op.create_index(op.f('ix_company_member_ended_at'), 'company_member', ['ended_at'])
    op.create_index('ix_company_member_of_company', 'company_member', ['company_id', 'id'])
    op.create_index(
        'uq_company_member_open',
        'company_member',
        ['account_id'],
        unique=True,
        sqlite_where=sa.text('ended_at IS NULL'),
        postgresql_where=sa.text('ended_at IS NULL'),
    )
    op.create_table(
        'company_invitation',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('company_id', sa.Integer(), nullable=False),
        sa.Column('salt', sa.String(length=64), nullable=False),
        sa.Column('token_sha256', sa.String(length=64), nullable=False),
        sa.Column('address_digest', sa.String(length=64), nullable=False),
        sa.Column('shown', sa.String(length=120), nullable=False),
        sa.Column('role', sa.String(length=20), nullable=False),
        sa.Column('limit_cents', sa.Integer(), nullable=True),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by', sa.String(length=80), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('taken_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('declined_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ['company_id'], ['company.id'], name=op.f('fk_company_invitation_company_id_company')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_company_invitation')),
        sa.UniqueConstraint('token_sha256', name=op.f('uq_company_invitation_token_sha256')),
    )
    op.create_index('ix_company_invitation_address', 'company_invitation', ['address_digest', 'made_at'])
    op.create_index('ix_company_invitation_of_company', 'company_invitation', ['company_id', 'made_at'])
    op.add_column('print_order', sa.Column('company_id', sa.Integer(), nullable=True))
    op.add_column('print_order', sa.Column('company_limit_cents', sa.Integer(), nullable=True))
    op.create_index('ix_print_order_of_company', 'print_order', ['company_id', 'number'])
    op.create_table(
        'order_approval',
        sa.Column('order_number', sa.Integer(), nullable=False),
        sa.Column('limit_cents', sa.Integer(), nullable=False),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('verdict', sa.String(length=10), nullable=False),
        sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('decided_by', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ['decided_by'], ['account.id'], name=op.f('fk_order_approval_decided_by_account')
        ),
        sa.ForeignKeyConstraint(
            ['order_number'], ['print_order.number'], name=op.f('fk_order_approval_order_number_print_order')
        ),
        sa.PrimaryKeyConstraint('order_number', name=op.f('pk_order_approval')),
    )
    op.create_index(op.f('ix_order_approval_decided_by'), 'order_approval', ['decided_by'])


def downgrade():
    raise NotImplementedError("what was recorded under these rules cannot be put back under the older ones")

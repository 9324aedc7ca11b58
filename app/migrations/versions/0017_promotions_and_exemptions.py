"""Promotions and exemptions"""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'promotion',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('code', sa.String(length=20), nullable=False),
        sa.Column('label', sa.String(length=80), nullable=False),
        sa.Column('percent', sa.Integer(), nullable=True),
        sa.Column('off_cents', sa.Integer(), nullable=True),
        sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('ends_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('least_cents', sa.Integer(), nullable=False),
        sa.Column('products', sa.JSON(), nullable=False),
        sa.Column('most_uses', sa.Integer(), nullable=True),
        sa.Column('most_each', sa.Integer(), nullable=True),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_promotion')),
        sa.UniqueConstraint('code', name=op.f('uq_promotion_code')),
    )
    op.create_table(
        'promotion_event',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('promotion_id', sa.Integer(), nullable=False),
        sa.Column('step', sa.String(length=10), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('actor', sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ['promotion_id'], ['promotion.id'], name=op.f('fk_promotion_event_promotion_id_promotion')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_promotion_event')),
    )
    op.create_index('ix_promotion_event_of_promotion', 'promotion_event', ['promotion_id', 'id'])
    op.create_table(
        'promotion_redemption',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('promotion_id', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('order_ref', sa.String(length=80), nullable=False),
        sa.Column('code', sa.String(length=20), nullable=False),
        sa.Column('cents', sa.Integer(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ['account_id'], ['account.id'], name=op.f('fk_promotion_redemption_account_id_account')
        ),
        sa.ForeignKeyConstraint(
            ['promotion_id'], ['promotion.id'], name=op.f('fk_promotion_redemption_promotion_id_promotion')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_promotion_redemption')),
        sa.UniqueConstraint(
            'promotion_id', 'order_ref', name=op.f('uq_promotion_redemption_promotion_id')
        ),
    )
    op.create_index('ix_promotion_redemption_of_account', 'promotion_redemption', ['account_id', 'promotion_id'])
    op.create_index('ix_promotion_redemption_order', 'promotion_redemption', ['order_ref'])
    op.create_table(
        'tax_exemption',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('state', sa.String(length=2), nullable=False),
        sa.Column('number', sa.Text(), nullable=False),
        sa.Column('first_day', sa.Date(), nullable=False),
        sa.Column('last_day', sa.Date(), nullable=True),
        sa.Column('folder', sa.String(length=120), nullable=False),
        sa.Column('kind', sa.String(length=4), nullable=False),
        sa.Column('size', sa.BigInteger(), nullable=False),
        sa.Column('sha256', sa.String(length=64), nullable=False),
        sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('replaces_id', sa.Integer(), nullable=True),
        sa.Column('checked_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('refused_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('decided_by', sa.String(length=80), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('over_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('ending_told_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_tax_exemption_account_id_account')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_tax_exemption')),
        sa.UniqueConstraint('folder', name=op.f('uq_tax_exemption_folder')),
    )
    op.create_index('ix_tax_exemption_of_account', 'tax_exemption', ['account_id', 'state'])
    op.create_index('ix_tax_exemption_waiting', 'tax_exemption', ['checked_at', 'refused_at', 'id'])
    op.create_index('ix_tax_exemption_ending', 'tax_exemption', ['last_day', 'id'])


def downgrade():
    raise NotImplementedError("what was recorded under these rules cannot be put back under the older ones")

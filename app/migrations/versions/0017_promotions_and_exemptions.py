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


def downgrade():
    raise NotImplementedError("what was recorded under these rules cannot be put back under the older ones")

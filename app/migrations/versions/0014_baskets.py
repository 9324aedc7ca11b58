"""Baskets"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'basket_item',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('mark', sa.String(length=64), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('product', sa.String(length=60), nullable=False),
        sa.Column('spec', sa.JSON(), nullable=False),
        sa.Column('breakdown', sa.JSON(), nullable=False),
        sa.Column('tables_version', sa.Integer(), nullable=False),
        sa.Column('priced_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('artwork_id', sa.Integer(), nullable=True),
        sa.Column('drops', sa.Text(), nullable=False),
        sa.Column('repeat_of', sa.Integer(), nullable=True),
        sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('removed_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('ordered_as', sa.Integer(), nullable=True),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_basket_item_account_id_account')),
        sa.ForeignKeyConstraint(['artwork_id'], ['artwork.id'], name=op.f('fk_basket_item_artwork_id_artwork')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_basket_item')),
        sa.UniqueConstraint('mark', name=op.f('uq_basket_item_mark')),
    )
    op.create_index('ix_basket_item_of_account', 'basket_item', ['account_id', 'position', 'id'])
    op.create_index(op.f('ix_basket_item_artwork_id'), 'basket_item', ['artwork_id'])


def downgrade():
    raise NotImplementedError("what was recorded under these rules cannot be put back under the older ones")

"""Quotes"""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade():
    quotes()
    links()
    requests()
    if op.get_bind().dialect.name == 'sqlite':
        # SQLite counts on from here; PostgreSQL knows the start from the column's identity.
        op.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('quote', 20000)")


def quotes():
    op.create_table(
        'quote',
        sa.Column('number', sa.Integer(), sa.Identity(always=False, start=20001), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=True),
        sa.Column('case_number', sa.Integer(), nullable=True),
        sa.Column('nonce', sa.String(length=64), nullable=False),
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('by_staff', sa.Boolean(), nullable=False),
        sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('valid_until', sa.DateTime(timezone=True), nullable=False),
        sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('ordered_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('order_number', sa.Integer(), nullable=True),
        sa.Column('policy_version', sa.Integer(), nullable=True),
        sa.Column('delivery', sa.Text(), nullable=True),
        sa.Column('shipping_method', sa.String(length=30), nullable=False),
        sa.Column('shipping_label', sa.String(length=80), nullable=False),
        sa.Column('goods_cents', sa.Integer(), nullable=False),
        sa.Column('shipping_cents', sa.Integer(), nullable=False),
        sa.Column('tax_cents', sa.Integer(), nullable=False),
        sa.Column('tax_lines', sa.JSON(), nullable=False),
        sa.Column('total_cents', sa.Integer(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_quote_account_id_account')),
        sa.ForeignKeyConstraint(['case_number'], ['case_file.number'], name=op.f('fk_quote_case_number_case_file')),
        sa.ForeignKeyConstraint(
            ['order_number'], ['print_order.number'], name=op.f('fk_quote_order_number_print_order')
        ),
        sa.PrimaryKeyConstraint('number', name=op.f('pk_quote')),
        sa.UniqueConstraint('account_id', 'nonce', name=op.f('uq_quote_account_id')),
        sqlite_autoincrement=True,
    )
    op.create_index('ix_quote_of_account', 'quote', ['account_id', 'number'])
    op.create_index('ix_quote_of_case', 'quote', ['case_number', 'number'])
    op.create_index(op.f('ix_quote_order_number'), 'quote', ['order_number'])
    op.create_index(op.f('ix_quote_valid_until'), 'quote', ['valid_until'])
    op.create_table(
        'quote_line',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('quote_number', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=80), nullable=False),
        sa.Column('product', sa.String(length=60), nullable=False),
        sa.Column('product_name', sa.String(length=80), nullable=False),
        sa.Column('spec', sa.JSON(), nullable=False),
        sa.Column('words', sa.JSON(), nullable=False),
        sa.Column('breakdown', sa.JSON(), nullable=False),
        sa.Column('tables_version', sa.Integer(), nullable=False),
        sa.Column('quantity', sa.Integer(), nullable=False),
        sa.Column('cents', sa.Integer(), nullable=False),
        sa.Column('listed_cents', sa.Integer(), nullable=False),
        sa.Column('artwork_id', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['artwork_id'], ['artwork.id'], name=op.f('fk_quote_line_artwork_id_artwork')),
        sa.ForeignKeyConstraint(['quote_number'], ['quote.number'], name=op.f('fk_quote_line_quote_number_quote')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_quote_line')),
    )
    op.create_index('ix_quote_line_of_quote', 'quote_line', ['quote_number', 'position'])
    op.create_index(op.f('ix_quote_line_artwork_id'), 'quote_line', ['artwork_id'])
    op.create_table(
        'quote_event',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('quote_number', sa.Integer(), nullable=False),
        sa.Column('what', sa.String(length=20), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('actor', sa.String(length=80), nullable=False),
        sa.Column('note', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['quote_number'], ['quote.number'], name=op.f('fk_quote_event_quote_number_quote')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_quote_event')),
    )
    op.create_index('ix_quote_event_of_quote', 'quote_event', ['quote_number', 'id'])


def links():
    op.create_table(
        'quote_share',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('quote_number', sa.Integer(), nullable=False),
        sa.Column('salt', sa.String(length=64), nullable=False),
        sa.Column('token_sha256', sa.String(length=64), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['quote_number'], ['quote.number'], name=op.f('fk_quote_share_quote_number_quote')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_quote_share')),
        sa.UniqueConstraint('token_sha256', name=op.f('uq_quote_share_token_sha256')),
    )
    op.create_index('ix_quote_share_of_quote', 'quote_share', ['quote_number', 'id'])
    op.create_table(
        'pay_link',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('order_number', sa.Integer(), nullable=False),
        sa.Column('salt', sa.String(length=64), nullable=False),
        sa.Column('token_sha256', sa.String(length=64), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ['order_number'], ['print_order.number'], name=op.f('fk_pay_link_order_number_print_order')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_pay_link')),
        sa.UniqueConstraint('token_sha256', name=op.f('uq_pay_link_token_sha256')),
    )
    op.create_index('ix_pay_link_of_order', 'pay_link', ['order_number', 'id'])


def requests():
    op.create_table(
        'quote_request',
        sa.Column('case_number', sa.Integer(), autoincrement=False, nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=True),
        sa.Column('quantity', sa.Integer(), nullable=False),
        sa.Column('wanted_by', sa.Date(), nullable=True),
        sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_quote_request_account_id_account')),
        sa.ForeignKeyConstraint(
            ['case_number'], ['case_file.number'], name=op.f('fk_quote_request_case_number_case_file')
        ),
        sa.PrimaryKeyConstraint('case_number', name=op.f('pk_quote_request')),
    )
    op.create_index(op.f('ix_quote_request_account_id'), 'quote_request', ['account_id'])
    op.create_table(
        'quote_request_file',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('case_number', sa.Integer(), nullable=False),
        sa.Column('artwork_id', sa.Integer(), nullable=False),
        sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ['artwork_id'], ['artwork.id'], name=op.f('fk_quote_request_file_artwork_id_artwork')
        ),
        sa.ForeignKeyConstraint(
            ['case_number'],
            ['quote_request.case_number'],
            name=op.f('fk_quote_request_file_case_number_quote_request'),
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_quote_request_file')),
    )
    op.create_index('ix_quote_request_file_of_case', 'quote_request_file', ['case_number', 'id'])
    op.create_index(op.f('ix_quote_request_file_artwork_id'), 'quote_request_file', ['artwork_id'])


def downgrade():
    raise NotImplementedError("what was recorded under these rules cannot be put back under the older ones")

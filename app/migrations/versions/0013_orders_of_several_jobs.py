"""Orders of several jobs"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade():
    # Added one by one, with a value for the orders of before: a copy of the table would lose where its numbers begin.
    for name, kind, empty in (
        ('blind', sa.Boolean(), sa.false()),
        ('po_number', sa.String(length=40), ''),
        ('carrier_account', sa.Text(), ''),
        ('promotion', sa.String(length=40), ''),
        ('promotion_label', sa.String(length=120), ''),
        ('discount_cents', sa.Integer(), '0'),
        ('exemptions', sa.JSON(), '[]'),
        ('source', sa.String(length=40), ''),
        ('refund_lines', sa.JSON(), '[]'),
        ('refund_due_cents', sa.Integer(), '0'),
    ):
        op.add_column('print_order', sa.Column(name, kind, nullable=False, server_default=empty))
    op.execute("UPDATE print_order SET refund_due_cents = paid_cents WHERE state = 'cancelled'")
    # Not by a copy of the table, whose rows others name: both databases take the column with its reference.
    name = op.f('fk_order_job_repeat_of_order_job')
    op.execute(f'ALTER TABLE order_job ADD COLUMN repeat_of INTEGER CONSTRAINT {name} REFERENCES order_job (id)')
    op.create_index(op.f('ix_order_job_repeat_of'), 'order_job', ['repeat_of'])
    op.create_table(
        'order_delivery',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('order_number', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('apart', sa.Boolean(), nullable=False),
        sa.Column('address', sa.Text(), nullable=True),
        sa.Column('street_digest', sa.String(length=64), nullable=True),
        sa.Column('pieces', sa.JSON(), nullable=False),
        sa.Column('method', sa.String(length=30), nullable=False),
        sa.Column('label', sa.String(length=80), nullable=False),
        sa.Column('cents', sa.Integer(), nullable=False),
        sa.Column('transit_days', sa.Integer(), nullable=False),
        sa.Column('tracking', sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ['order_number'], ['print_order.number'], name=op.f('fk_order_delivery_order_number_print_order')
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_order_delivery')),
        sa.UniqueConstraint('order_number', 'position', name=op.f('uq_order_delivery_order_number')),
    )
    op.create_index(op.f('ix_order_delivery_street_digest'), 'order_delivery', ['street_digest'])


def downgrade():
    raise NotImplementedError("what was recorded under these rules cannot be put back under the older ones")

"""Mail stops"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade():
    serial = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
    op.create_table(
        'stop_link',
        sa.Column('id', serial, nullable=False),
        sa.Column('token_sha256', sa.String(length=64), nullable=False),
        sa.Column('address_key', sa.String(length=64), nullable=False),
        sa.Column('mail_id', serial, nullable=True),
        sa.Column('reference', sa.String(length=12), nullable=False),
        sa.Column('purpose', sa.String(length=20), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_stop_link')),
        sa.UniqueConstraint('token_sha256', name=op.f('uq_stop_link_token_sha256')),
    )
    op.create_index(op.f('ix_stop_link_address_key'), 'stop_link', ['address_key'])
    op.create_index(op.f('ix_stop_link_reference'), 'stop_link', ['reference'])
    op.create_table(
        'choice_code',
        sa.Column('id', serial, nullable=False),
        sa.Column('browser_sha256', sa.String(length=64), nullable=False),
        sa.Column('address_key', sa.String(length=64), nullable=False),
        sa.Column('person_id', sa.Integer(), nullable=False),
        sa.Column('salt', sa.String(length=64), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('tries', sa.Integer(), nullable=False),
        sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_choice_code')),
    )
    op.create_index(op.f('ix_choice_code_browser_sha256'), 'choice_code', ['browser_sha256'])
    op.add_column('permission_event', sa.Column('received_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('permission_event', sa.Column('reference', sa.String(length=12), nullable=True))
    op.create_index(op.f('ix_permission_event_reference'), 'permission_event', ['reference'], unique=True)
    op.add_column('suppression', sa.Column('lifted', sa.JSON(), nullable=False, server_default='[]'))


def downgrade():
    raise NotImplementedError("what was recorded under these rules cannot be put back under the older ones")

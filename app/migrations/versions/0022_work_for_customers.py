"""Work for customers"""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('staff_invitation') as batch:
        batch.alter_column(
            'role', new_column_name='roles', existing_type=sa.String(length=30), type_=sa.String(length=200),
            existing_nullable=False,
        )
        batch.add_column(sa.Column('salt', sa.String(length=64), nullable=True))
        batch.add_column(sa.Column('email', sa.String(length=254), nullable=True))
        batch.add_column(sa.Column('email_key', sa.String(length=320), nullable=True))
        batch.add_column(sa.Column('resent_at', sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f('ix_staff_invitation_email_key'), 'staff_invitation', ['email_key'])
    op.create_table(
        'acting',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('staff_id', sa.Integer(), nullable=False),
        sa.Column('role', sa.String(length=30), nullable=False),
        sa.Column('reason', sa.Text(), nullable=False),
        sa.Column('case_number', sa.Integer(), nullable=True),
        sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('until_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('ended_by', sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_acting_account_id_account')),
        sa.ForeignKeyConstraint(['staff_id'], ['account.id'], name=op.f('fk_acting_staff_id_account')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_acting')),
    )
    op.create_index('ix_acting_of_account', 'acting', ['account_id', 'id'])
    op.create_index('ix_acting_of_staff', 'acting', ['staff_id', 'id'])
    op.create_table(
        'acting_bar',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('account_id', sa.Integer(), nullable=False),
        sa.Column('barred_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('lifted_at', sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_acting_bar_account_id_account')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_acting_bar')),
    )
    op.create_index('ix_acting_bar_of_account', 'acting_bar', ['account_id', 'id'])
    op.create_index(
        'uq_acting_bar_standing', 'acting_bar', ['account_id'], unique=True,
        sqlite_where=sa.text('lifted_at IS NULL'), postgresql_where=sa.text('lifted_at IS NULL'),
    )


def downgrade():
    raise NotImplementedError("what was recorded under these rules cannot be put back under the older ones")

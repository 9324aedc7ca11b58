"""Mail out: references, runs, domains and the keys that sign"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'


def upgrade():
    with op.batch_alter_table('outbox_mail') as batch_op:
        batch_op.add_column(sa.Column('domain', sa.String(length=254), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('reference', sa.String(length=12), nullable=True))
        batch_op.add_column(sa.Column('run_id', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True))
    fill()
    with op.batch_alter_table('outbox_mail') as batch_op:
        batch_op.alter_column('domain', existing_type=sa.String(length=254), server_default=None)
        batch_op.alter_column('reference', existing_type=sa.String(length=12), nullable=False)
        batch_op.create_unique_constraint(batch_op.f('uq_outbox_mail_reference'), ['reference'])
        batch_op.create_index(batch_op.f('ix_outbox_mail_run_id'), ['run_id'])
        batch_op.drop_index('ix_outbox_mail_waiting')
        batch_op.create_index('ix_outbox_mail_waiting', ['state', 'run_id', 'due_at'])
        batch_op.create_index('ix_outbox_mail_pace', ['claimed_at', 'domain'])
    op.create_table(
        'dkim_key',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('selector', sa.String(length=40), nullable=False),
        sa.Column('private_key', sa.Text(), nullable=False),
        sa.Column('public_key', sa.Text(), nullable=False),
        sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('signs_from', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_dkim_key')),
        sa.UniqueConstraint('selector', name=op.f('uq_dkim_key_selector')),
    )


def fill():
    """Every message that is there gets its reference and its domain; one whose worker died stays uncertain."""
    mail = sa.table(
        'outbox_mail',
        sa.column('id', sa.Integer),
        sa.column('recipient', sa.String),
        sa.column('domain', sa.String),
        sa.column('reference', sa.String),
        sa.column('state', sa.String),
    )
    bind = op.get_bind()
    change = (
        mail.update()
        .where(mail.c.id == sa.bindparam('row'))
        .values(domain=sa.bindparam('domain_'), reference=sa.bindparam('reference_'))
    )
    last = 0
    while found := bind.execute(
        sa.select(mail.c.id, mail.c.recipient).where(mail.c.id > last).order_by(mail.c.id).limit(1000)
    ).all():
        bind.execute(
            change,
            [
                {
                    'row': number,
                    'domain_': recipient.rpartition('@')[2].lower(),
                    'reference_': ''.join(secrets.choice(LETTERS) for _ in range(12)),
                }
                for number, recipient in found
            ],
        )
        last = found[-1][0]
    bind.execute(mail.update().where(mail.c.state == 'sending').values(state='uncertain'))


def downgrade():
    raise NotImplementedError("what was recorded under these rules cannot be put back under the older ones")

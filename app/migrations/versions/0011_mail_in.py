"""Mail in"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('inbound_mail',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('salt', sa.String(length=64), nullable=False),
    sa.Column('way', sa.String(length=10), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('message_key', sa.String(length=64), nullable=True),
    sa.Column('message_digest', sa.String(length=64), nullable=False),
    sa.Column('thread_digest', sa.String(length=64), nullable=False),
    sa.Column('relay_digest', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('address_key', sa.String(length=64), nullable=False),
    sa.Column('sender_address', sa.String(length=254), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('newest_text', sa.Text(), nullable=False),
    sa.Column('attachments', sa.Text(), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('rule', sa.String(length=40), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('wishes', sa.JSON(), nullable=False),
    sa.Column('purposes', sa.JSON(), nullable=False),
    sa.Column('reading_words', sa.String(length=400), nullable=False),
    sa.Column('evidence', sa.JSON(), nullable=False),
    sa.Column('case_number', sa.Integer(), nullable=True),
    sa.Column('answered_mail_id', sa.Integer(), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('widened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('widened_by', sa.String(length=80), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inbound_mail')),
    sa.UniqueConstraint('fingerprint', name=op.f('uq_inbound_mail_fingerprint')),
    sa.UniqueConstraint('message_key', name=op.f('uq_inbound_mail_message_key'))
    )
    with op.batch_alter_table('inbound_mail', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inbound_mail_case_number'), ['case_number'], unique=False)
        batch_op.create_index(batch_op.f('ix_inbound_mail_message_digest'), ['message_digest'], unique=False)
        batch_op.create_index('ix_inbound_mail_of_address', ['address_key', 'received_at'], unique=False)
        batch_op.create_index('ix_inbound_mail_of_relay', ['relay_digest', 'received_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_inbound_mail_thread_digest'), ['thread_digest'], unique=False)
        batch_op.create_index('ix_inbound_mail_unread', ['state', 'id'], unique=False)

    op.create_table('inbound_raw',
    sa.Column('inbound_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('envelope', sa.Text(), nullable=False),
    sa.Column('raw', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['inbound_id'], ['inbound_mail.id'], name=op.f('fk_inbound_raw_inbound_id_inbound_mail')),
    sa.PrimaryKeyConstraint('inbound_id', name=op.f('pk_inbound_raw'))
    )
    op.create_table('inbound_effect',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('inbound_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('what', sa.String(length=20), nullable=False),
    sa.Column('ref', sa.String(length=80), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['inbound_id'], ['inbound_mail.id'], name=op.f('fk_inbound_effect_inbound_id_inbound_mail')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inbound_effect'))
    )
    with op.batch_alter_table('inbound_effect', schema=None) as batch_op:
        batch_op.create_index('ix_inbound_effect_of_mail', ['inbound_id', 'id'], unique=False)

    op.create_table('correspondent',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('address', sa.String(length=254), nullable=False),
    sa.Column('address_key', sa.String(length=64), nullable=False),
    sa.Column('first_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_correspondent')),
    sa.UniqueConstraint('address_key', name=op.f('uq_correspondent_address_key'))
    )
    with op.batch_alter_table('correspondent', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_correspondent_last_at'), ['last_at'], unique=False)

    op.create_table('mail_bounce',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('address_key', sa.String(length=64), nullable=False),
    sa.Column('mail_id', sa.Integer(), nullable=True),
    sa.Column('run_id', sa.Integer(), nullable=True),
    sa.Column('purpose', sa.String(length=20), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('source', sa.String(length=10), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('cleared_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_bounce'))
    )
    with op.batch_alter_table('mail_bounce', schema=None) as batch_op:
        batch_op.create_index('ix_mail_bounce_by_time', ['at', 'kind'], unique=False)
        batch_op.create_index(batch_op.f('ix_mail_bounce_mail_id'), ['mail_id'], unique=False)
        batch_op.create_index('ix_mail_bounce_of_address', ['address_key', 'at'], unique=False)
        batch_op.create_index(batch_op.f('ix_mail_bounce_run_id'), ['run_id'], unique=False)

    op.create_table('stop_wave',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('relay_digest', sa.String(length=64), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('offered_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stop_wave'))
    )
    with op.batch_alter_table('stop_wave', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stop_wave_relay_digest'), ['relay_digest'], unique=False)


def downgrade():
    raise NotImplementedError("what was recorded under these rules cannot be put back under the older ones")

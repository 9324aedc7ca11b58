"""The shop opens"""

import sqlalchemy as sa
from alembic import op

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


SQLITE = (
    """CREATE TRIGGER audit_entry_not_replaced BEFORE INSERT ON audit_entry
WHEN EXISTS (SELECT 1 FROM audit_entry WHERE id = NEW.id OR (seq IS NOT NULL AND seq = NEW.seq))
BEGIN SELECT RAISE(ABORT, 'an audit entry is never replaced'); END""",
    """CREATE TRIGGER audit_entry_stays BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'an audit entry is never deleted'); END""",
    """CREATE TRIGGER audit_entry_unchanged BEFORE UPDATE ON audit_entry
WHEN NOT ((OLD.seq IS NULL AND NEW.id IS OLD.id AND NEW.at IS OLD.at AND NEW.kind IS OLD.kind AND NEW.actor IS OLD.actor AND NEW.subject_ref IS OLD.subject_ref AND NEW.policy_version IS OLD.policy_version AND NEW.request_id IS OLD.request_id AND NEW.commitment IS OLD.commitment AND NEW.salt IS OLD.salt AND NEW.payload IS OLD.payload) OR (NEW.payload IS NULL AND NEW.id IS OLD.id AND NEW.at IS OLD.at AND NEW.kind IS OLD.kind AND NEW.actor IS OLD.actor AND NEW.subject_ref IS OLD.subject_ref AND NEW.policy_version IS OLD.policy_version AND NEW.request_id IS OLD.request_id AND NEW.commitment IS OLD.commitment AND NEW.seq IS OLD.seq AND NEW.prev IS OLD.prev AND NEW.row_hash IS OLD.row_hash))
BEGIN SELECT RAISE(ABORT, 'an audit entry is never changed'); END""",
    """CREATE TRIGGER disclosure_not_replaced BEFORE INSERT ON disclosure
WHEN EXISTS (SELECT 1 FROM disclosure WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'a disclosure is never changed'); END""",
    """CREATE TRIGGER disclosure_unchanged BEFORE UPDATE ON disclosure
WHEN NOT (NEW.id IS OLD.id AND NEW.at IS OLD.at AND NEW.recipient IS OLD.recipient AND NEW.ground IS OLD.ground AND NEW.person_ref IS OLD.person_ref AND NEW.case_ref IS OLD.case_ref AND NEW.fields IS OLD.fields AND NEW.count IS OLD.count AND NEW.payload_sha256 IS OLD.payload_sha256 AND NEW.policy_version IS OLD.policy_version AND NEW.permit_id IS OLD.permit_id AND NEW.call_id IS OLD.call_id)
BEGIN SELECT RAISE(ABORT, 'a disclosure is never changed'); END""",
    """CREATE TRIGGER policy_clause_no_delete BEFORE DELETE ON policy_clause WHEN (SELECT state FROM policy_version WHERE id = OLD.version_id) = 'published' BEGIN SELECT RAISE(ABORT, 'a published policy version is permanent'); END""",
    """CREATE TRIGGER policy_clause_no_insert BEFORE INSERT ON policy_clause WHEN (SELECT state FROM policy_version WHERE id = NEW.version_id) = 'published' BEGIN SELECT RAISE(ABORT, 'a published policy version is permanent'); END""",
    """CREATE TRIGGER policy_clause_no_update BEFORE UPDATE ON policy_clause WHEN (SELECT state FROM policy_version WHERE id = OLD.version_id) = 'published' OR (SELECT state FROM policy_version WHERE id = NEW.version_id) = 'published' BEGIN SELECT RAISE(ABORT, 'a published policy version is permanent'); END""",
    """CREATE TRIGGER policy_version_no_delete BEFORE DELETE ON policy_version WHEN OLD.state = 'published' BEGIN SELECT RAISE(ABORT, 'a published policy version is permanent'); END""",
    """CREATE TRIGGER policy_version_no_replace BEFORE INSERT ON policy_version WHEN EXISTS (SELECT 1 FROM policy_version WHERE state = 'published' AND (id = NEW.id OR (doc_id = NEW.doc_id AND no = NEW.no))) BEGIN SELECT RAISE(ABORT, 'a published policy version is permanent'); END""",
    """CREATE TRIGGER policy_version_no_update BEFORE UPDATE ON policy_version WHEN OLD.state = 'published' BEGIN SELECT RAISE(ABORT, 'a published policy version is permanent'); END""",
    """INSERT INTO sqlite_sequence (name, seq) VALUES ('case_file', 40000)""",
    """INSERT INTO sqlite_sequence (name, seq) VALUES ('print_order', 10000)""",
)
POSTGRESQL = (
    """CREATE OR REPLACE FUNCTION audit_entry_guard()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'an audit entry is never deleted'; END IF;
  IF NOT ((OLD.seq IS NULL AND NEW.id IS NOT DISTINCT FROM OLD.id AND NEW.at IS NOT DISTINCT FROM OLD.at AND NEW.kind IS NOT DISTINCT FROM OLD.kind AND NEW.actor IS NOT DISTINCT FROM OLD.actor AND NEW.subject_ref IS NOT DISTINCT FROM OLD.subject_ref AND NEW.policy_version IS NOT DISTINCT FROM OLD.policy_version AND NEW.request_id IS NOT DISTINCT FROM OLD.request_id AND NEW.commitment IS NOT DISTINCT FROM OLD.commitment AND NEW.salt IS NOT DISTINCT FROM OLD.salt AND NEW.payload::text IS NOT DISTINCT FROM OLD.payload::text) OR (NEW.payload IS NULL AND NEW.id IS NOT DISTINCT FROM OLD.id AND NEW.at IS NOT DISTINCT FROM OLD.at AND NEW.kind IS NOT DISTINCT FROM OLD.kind AND NEW.actor IS NOT DISTINCT FROM OLD.actor AND NEW.subject_ref IS NOT DISTINCT FROM OLD.subject_ref AND NEW.policy_version IS NOT DISTINCT FROM OLD.policy_version AND NEW.request_id IS NOT DISTINCT FROM OLD.request_id AND NEW.commitment IS NOT DISTINCT FROM OLD.commitment AND NEW.seq IS NOT DISTINCT FROM OLD.seq AND NEW.prev IS NOT DISTINCT FROM OLD.prev AND NEW.row_hash IS NOT DISTINCT FROM OLD.row_hash)) THEN
    RAISE EXCEPTION 'an audit entry is never changed';
  END IF;
  RETURN NEW;
END $function$""",
    """CREATE OR REPLACE FUNCTION audit_entry_keep()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN RAISE EXCEPTION 'an audit entry is never deleted'; END $function$""",
    """CREATE OR REPLACE FUNCTION disclosure_guard()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF NOT (NEW.id IS NOT DISTINCT FROM OLD.id AND NEW.at IS NOT DISTINCT FROM OLD.at AND NEW.recipient IS NOT DISTINCT FROM OLD.recipient AND NEW.ground IS NOT DISTINCT FROM OLD.ground AND NEW.person_ref IS NOT DISTINCT FROM OLD.person_ref AND NEW.case_ref IS NOT DISTINCT FROM OLD.case_ref AND NEW.fields::text IS NOT DISTINCT FROM OLD.fields::text AND NEW.count IS NOT DISTINCT FROM OLD.count AND NEW.payload_sha256 IS NOT DISTINCT FROM OLD.payload_sha256 AND NEW.policy_version IS NOT DISTINCT FROM OLD.policy_version AND NEW.permit_id IS NOT DISTINCT FROM OLD.permit_id AND NEW.call_id IS NOT DISTINCT FROM OLD.call_id) THEN RAISE EXCEPTION 'a disclosure is never changed'; END IF;
  RETURN NEW;
END $function$""",
    """CREATE OR REPLACE FUNCTION policy_clause_is_permanent()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    BEGIN
        IF TG_OP <> 'INSERT' AND (SELECT state FROM policy_version WHERE id = OLD.version_id) = 'published' THEN
            RAISE EXCEPTION 'a published policy version is permanent' USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP <> 'DELETE' AND (SELECT state FROM policy_version WHERE id = NEW.version_id) = 'published' THEN
            RAISE EXCEPTION 'a published policy version is permanent' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END $function$""",
    """CREATE OR REPLACE FUNCTION policy_version_is_permanent()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
    BEGIN
        IF OLD.state = 'published' THEN
            RAISE EXCEPTION 'a published policy version is permanent' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END $function$""",
    """CREATE TRIGGER audit_entry_kept BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_keep()""",
    """CREATE TRIGGER audit_entry_stays BEFORE DELETE OR UPDATE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_entry_guard()""",
    """CREATE TRIGGER disclosure_unchanged BEFORE UPDATE ON disclosure FOR EACH ROW EXECUTE FUNCTION disclosure_guard()""",
    """CREATE TRIGGER policy_clause_is_permanent BEFORE INSERT OR DELETE OR UPDATE ON policy_clause FOR EACH ROW EXECUTE FUNCTION policy_clause_is_permanent()""",
    """CREATE TRIGGER policy_version_is_permanent BEFORE DELETE OR UPDATE ON policy_version FOR EACH ROW EXECUTE FUNCTION policy_version_is_permanent()""",
)


def upgrade():
    # ### commands auto generated by Alembic - please adjust! ###
    op.create_table('artwork_leftover',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('folder', sa.String(length=160), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_artwork_leftover'))
    )
    op.create_table('audit_entry',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('kind', sa.String(length=80), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('subject_ref', sa.String(length=80), nullable=False),
    sa.Column('policy_version', sa.Integer(), nullable=True),
    sa.Column('request_id', sa.String(length=40), nullable=False),
    sa.Column('payload', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('salt', sa.String(length=64), nullable=False),
    sa.Column('commitment', sa.String(length=64), nullable=False),
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('prev', sa.String(length=64), nullable=True),
    sa.Column('row_hash', sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry')),
    sa.UniqueConstraint('seq', name=op.f('uq_audit_entry_seq'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index('ix_audit_entry_actor_id', ['actor', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_at'), ['at'], unique=False)
        batch_op.create_index('ix_audit_entry_kind_id', ['kind', 'id'], unique=False)
        batch_op.create_index('ix_audit_entry_subject_ref_id', ['subject_ref', 'id'], unique=False)

    op.create_table('audit_head',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('row_hash', sa.String(length=64), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('mailed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_audit_head'))
    )
    op.create_table('browser_day',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('family', sa.String(length=40), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('day', 'family', name=op.f('pk_browser_day'))
    )
    op.create_table('case_try',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_case_try'))
    )
    with op.batch_alter_table('case_try', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_case_try_last_at'), ['last_at'], unique=False)

    op.create_table('cause',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('ref', sa.String(length=80), nullable=False),
    sa.Column('subject_key', sa.String(length=80), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_cause')),
    sa.UniqueConstraint('kind', 'ref', name=op.f('uq_cause_kind'))
    )
    with op.batch_alter_table('cause', schema=None) as batch_op:
        batch_op.create_index('ix_cause_subject', ['subject_key', 'kind'], unique=False)

    op.create_table('decision_count',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('purpose', sa.String(length=20), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('allowed', sa.Boolean(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('day', 'purpose', 'channel', 'reason', name=op.f('pk_decision_count'))
    )
    op.create_table('fact_file',
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('folded_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_fact_file'))
    )
    op.create_table('gate_decision',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('subject_key', sa.String(length=80), nullable=False),
    sa.Column('purpose', sa.String(length=20), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('cause_ref', sa.String(length=80), nullable=False),
    sa.Column('allowed', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('clause', sa.String(length=60), nullable=False),
    sa.Column('events', sa.JSON(), nullable=False),
    sa.Column('inputs_sha256', sa.String(length=64), nullable=False),
    sa.Column('stage', sa.String(length=5), nullable=False),
    sa.Column('policy_version', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_gate_decision'))
    )
    with op.batch_alter_table('gate_decision', schema=None) as batch_op:
        batch_op.create_index('ix_gate_decision_subject', ['subject_key', 'id'], unique=False)

    op.create_table('house_rule',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.Column('effective_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('set_by', sa.String(length=80), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_house_rule'))
    )
    with op.batch_alter_table('house_rule', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_house_rule_name'), ['name'], unique=False)

    op.create_table('job_run',
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('runner', sa.String(length=200), nullable=False),
    sa.Column('again', sa.Boolean(), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('beat_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('steps', sa.Integer(), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('message', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_job_run'))
    )
    op.create_table('key_store_mark',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_key_store_mark'))
    )
    op.create_table('new_use',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('policy_version', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(length=20), nullable=False),
    sa.Column('opens_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_new_use')),
    sa.UniqueConstraint('policy_version', 'purpose', name=op.f('uq_new_use_policy_version'))
    )
    with op.batch_alter_table('new_use', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_new_use_purpose'), ['purpose'], unique=False)

    op.create_table('outbound_call',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('supplier', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.String(length=60), nullable=False),
    sa.Column('subject_ref', sa.String(length=80), nullable=False),
    sa.Column('idempotency_key', sa.String(length=300), nullable=False),
    sa.Column('payload_sha256', sa.String(length=64), nullable=False),
    sa.Column('method', sa.String(length=10), nullable=False),
    sa.Column('url', sa.Text(), nullable=False),
    sa.Column('payload', sa.Text(), nullable=True),
    sa.Column('policy_version', sa.Integer(), nullable=True),
    sa.Column('intended_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tried_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('status', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbound_call')),
    sa.UniqueConstraint('supplier', 'idempotency_key', name=op.f('uq_outbound_call_supplier'))
    )
    with op.batch_alter_table('outbound_call', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbound_call_state'), ['state'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbound_call_subject_ref'), ['subject_ref'], unique=False)

    op.create_table('page_day',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('path_template', sa.String(length=200), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('day', 'path_template', name=op.f('pk_page_day'))
    )
    op.create_table('payment_attempt',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('order_ref', sa.String(length=80), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('idempotency_key', sa.String(length=60), nullable=False),
    sa.Column('customer_ref', sa.String(length=80), nullable=False),
    sa.Column('amount_cents', sa.Integer(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('request_sha256', sa.String(length=64), nullable=False),
    sa.Column('session_id', sa.Text(), nullable=True),
    sa.Column('session_digest', sa.String(length=64), nullable=True),
    sa.Column('page_url', sa.Text(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment_attempt')),
    sa.UniqueConstraint('idempotency_key', name=op.f('uq_payment_attempt_idempotency_key')),
    sa.UniqueConstraint('order_ref', 'number', name=op.f('uq_payment_attempt_order_ref')),
    sa.UniqueConstraint('session_digest', name=op.f('uq_payment_attempt_session_digest'))
    )
    with op.batch_alter_table('payment_attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_attempt_customer_ref'), ['customer_ref'], unique=False)

    op.create_table('payment_card',
    sa.Column('customer_ref', sa.String(length=80), nullable=False),
    sa.Column('processor_customer', sa.Text(), nullable=False),
    sa.Column('token', sa.Text(), nullable=False),
    sa.Column('brand', sa.String(length=40), nullable=False),
    sa.Column('last4', sa.String(length=4), nullable=False),
    sa.Column('exp_month', sa.Integer(), nullable=False),
    sa.Column('exp_year', sa.Integer(), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('customer_ref', name=op.f('pk_payment_card'))
    )
    op.create_table('permission_collection',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('subject_key', sa.String(length=80), nullable=False),
    sa.Column('policy_version', sa.Integer(), nullable=False),
    sa.Column('how', sa.String(length=20), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_permission_collection'))
    )
    with op.batch_alter_table('permission_collection', schema=None) as batch_op:
        batch_op.create_index('ix_permission_collection_subject', ['subject_key'], unique=False)

    op.create_table('permission_event',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('subject_key', sa.String(length=80), nullable=False),
    sa.Column('purpose', sa.String(length=20), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('effect', sa.String(length=5), nullable=False),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('own', sa.Boolean(), nullable=False),
    sa.Column('evidence_ref', sa.String(length=80), nullable=False),
    sa.Column('policy_version', sa.Integer(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_permission_event'))
    )
    with op.batch_alter_table('permission_event', schema=None) as batch_op:
        batch_op.create_index('ix_permission_event_subject', ['subject_key', 'id'], unique=False)

    op.create_table('person',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person'))
    )
    op.create_table('policy_doc',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_policy_doc')),
    sa.UniqueConstraint('slug', name=op.f('uq_policy_doc_slug'))
    )
    op.create_table('price_table',
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('effective_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('loaded_by', sa.String(length=80), nullable=False),
    sa.Column('loaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('version', name=op.f('pk_price_table'))
    )
    with op.batch_alter_table('price_table', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_price_table_effective_at'), ['effective_at'], unique=False)

    op.create_table('ref_day',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('host', sa.String(length=100), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('day', 'host', name=op.f('pk_ref_day'))
    )
    op.create_table('shipping_table',
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('effective_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('loaded_by', sa.String(length=80), nullable=False),
    sa.Column('loaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('version', name=op.f('pk_shipping_table'))
    )
    with op.batch_alter_table('shipping_table', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_shipping_table_effective_at'), ['effective_at'], unique=False)

    op.create_table('sign_in_attempt',
    sa.Column('key', sa.String(length=64), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('last_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_sign_in_attempt'))
    )
    with op.batch_alter_table('sign_in_attempt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_attempt_last_at'), ['last_at'], unique=False)

    op.create_table('staff_invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_sha256', sa.String(length=64), nullable=False),
    sa.Column('role', sa.String(length=30), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('by', sa.String(length=80), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_invitation')),
    sa.UniqueConstraint('token_sha256', name=op.f('uq_staff_invitation_token_sha256'))
    )
    op.create_table('supplier_requirements',
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('published_by', sa.String(length=80), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_supplier_requirements'))
    )
    op.create_table('suppression',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('address_key', sa.String(length=64), nullable=False),
    sa.Column('purpose', sa.String(length=20), nullable=False),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_suppression')),
    sa.UniqueConstraint('address_key', 'purpose', name=op.f('uq_suppression_address_key'))
    )
    op.create_table('tax_table',
    sa.Column('version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('effective_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('loaded_by', sa.String(length=80), nullable=False),
    sa.Column('loaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('version', name=op.f('pk_tax_table'))
    )
    with op.batch_alter_table('tax_table', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tax_table_effective_at'), ['effective_at'], unique=False)

    op.create_table('vendor',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('legal_name', sa.String(length=120), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('clause', sa.String(length=60), nullable=False),
    sa.Column('data_fields', sa.JSON(), nullable=False),
    sa.Column('gives_back', sa.JSON(), nullable=False),
    sa.Column('hosts', sa.JSON(), nullable=False),
    sa.Column('agreement_version', sa.Integer(), nullable=True),
    sa.Column('attested_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attest_until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('signer', sa.String(length=120), nullable=False),
    sa.CheckConstraint("role IN ('card', 'ship', 'mail', 'host', 'backup', 'address')", name=op.f('ck_vendor_role')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vendor')),
    sa.UniqueConstraint('name', name=op.f('uq_vendor_name'))
    )
    op.create_table('version_purpose',
    sa.Column('policy_version', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('purpose', sa.String(length=20), nullable=False),
    sa.PrimaryKeyConstraint('policy_version', 'purpose', name=op.f('pk_version_purpose'))
    )
    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('user_id', sa.String(length=64), nullable=False),
    sa.Column('user_id_key', sa.String(length=200), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=False),
    sa.Column('password_set_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('email_key', sa.String(length=320), nullable=False),
    sa.Column('email_verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('greeting', sa.String(length=60), nullable=False),
    sa.Column('phone', sa.Text(), nullable=True),
    sa.Column('phone_digest', sa.String(length=64), nullable=True),
    sa.Column('phone_last4_digest', sa.String(length=64), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('agreed_version', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_account_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account')),
    sa.UniqueConstraint('email_key', name=op.f('uq_account_email_key')),
    sa.UniqueConstraint('person_id', name=op.f('uq_account_person_id')),
    sa.UniqueConstraint('user_id_key', name=op.f('uq_account_user_id_key'))
    )
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_phone_digest'), ['phone_digest'], unique=False)
        batch_op.create_index(batch_op.f('ix_account_phone_last4_digest'), ['phone_last4_digest'], unique=False)

    op.create_table('case_file',
    sa.Column('number', sa.Integer(), sa.Identity(always=False, start=40001), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('topic', sa.String(length=20), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('email_key', sa.String(length=320), nullable=False),
    sa.Column('reach', sa.Text(), nullable=False),
    sa.Column('salt', sa.String(length=64), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('policy_version', sa.Integer(), nullable=True),
    sa.Column('clause', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_case_file_person_id_person')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_case_file')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('case_file', schema=None) as batch_op:
        batch_op.create_index('ix_case_file_by_time', ['due_at', 'number'], unique=False)
        batch_op.create_index('ix_case_file_due', ['state', 'due_at', 'number'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_file_email_key'), ['email_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_file_person_id'), ['person_id'], unique=False)

    op.create_table('disclosure',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recipient', sa.String(length=120), nullable=False),
    sa.Column('ground', sa.String(length=20), nullable=False),
    sa.Column('person_ref', sa.String(length=100), nullable=False),
    sa.Column('case_ref', sa.String(length=80), nullable=False),
    sa.Column('fields', sa.JSON(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.Column('payload_sha256', sa.String(length=64), nullable=False),
    sa.Column('policy_version', sa.Integer(), nullable=True),
    sa.Column('permit_id', sa.Integer(), nullable=True),
    sa.Column('call_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('visible_from', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("ground IN ('ship', 'card', 'supplier', 'subsidiary', 'legal', 'enforce')", name=op.f('ck_disclosure_ground')),
    sa.CheckConstraint("recipient <> '' AND count > 0", name=op.f('ck_disclosure_said')),
    sa.ForeignKeyConstraint(['call_id'], ['outbound_call.id'], name=op.f('fk_disclosure_call_id_outbound_call')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_disclosure')),
    sa.UniqueConstraint('call_id', name=op.f('uq_disclosure_call_id'))
    )
    with op.batch_alter_table('disclosure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_disclosure_case_ref'), ['case_ref'], unique=False)
        batch_op.create_index(batch_op.f('ix_disclosure_person_ref'), ['person_ref'], unique=False)
        batch_op.create_index(batch_op.f('ix_disclosure_recipient'), ['recipient'], unique=False)

    op.create_table('field_value',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('field', sa.String(length=60), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('origin', sa.String(length=20), nullable=False),
    sa.Column('origin_ref', sa.String(length=80), nullable=False),
    sa.Column('purpose', sa.String(length=200), nullable=False),
    sa.Column('policy_version', sa.Integer(), nullable=True),
    sa.Column('collected_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('superseded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('pinned', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_field_value_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_field_value'))
    )
    with op.batch_alter_table('field_value', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_field_value_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_field_value_current', ['person_id', 'field'], unique=True, sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))

    op.create_table('identifier',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('value_key', sa.String(length=320), nullable=False),
    sa.Column('source', sa.String(length=20), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('verified_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_identifier_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_identifier'))
    )
    with op.batch_alter_table('identifier', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_identifier_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_identifier_verified', ['kind', 'value_key'], unique=True, sqlite_where=sa.text('verified_at IS NOT NULL AND ended_at IS NULL'), postgresql_where=sa.text('verified_at IS NOT NULL AND ended_at IS NULL'))

    op.create_table('outbox_mail',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('recipient', sa.String(length=254), nullable=False),
    sa.Column('template', sa.String(length=80), nullable=False),
    sa.Column('purpose', sa.String(length=20), nullable=False),
    sa.Column('ref', sa.String(length=80), nullable=False),
    sa.Column('content', sa.Text(), nullable=False),
    sa.Column('derived', sa.JSON(), nullable=False),
    sa.Column('queue_permit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('send_permit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('message_id', sa.String(length=120), nullable=False),
    sa.Column('policy_version', sa.Integer(), nullable=True),
    sa.Column('queued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('trouble', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['queue_permit_id'], ['gate_decision.id'], name=op.f('fk_outbox_mail_queue_permit_id_gate_decision')),
    sa.ForeignKeyConstraint(['send_permit_id'], ['gate_decision.id'], name=op.f('fk_outbox_mail_send_permit_id_gate_decision')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox_mail')),
    sa.UniqueConstraint('message_id', name=op.f('uq_outbox_mail_message_id')),
    sa.UniqueConstraint('queue_permit_id', name=op.f('uq_outbox_mail_queue_permit_id')),
    sa.UniqueConstraint('send_permit_id', name=op.f('uq_outbox_mail_send_permit_id'))
    )
    with op.batch_alter_table('outbox_mail', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_outbox_mail_recipient'), ['recipient'], unique=False)
        batch_op.create_index(batch_op.f('ix_outbox_mail_ref'), ['ref'], unique=False)
        batch_op.create_index('ix_outbox_mail_waiting', ['state', 'due_at'], unique=False)

    op.create_table('payment_event',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('event_id', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=120), nullable=False),
    sa.Column('occurred_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('attempt_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('amount_cents', sa.Integer(), nullable=False),
    sa.Column('currency', sa.String(length=3), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['payment_attempt.id'], name=op.f('fk_payment_event_attempt_id_payment_attempt')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment_event')),
    sa.UniqueConstraint('event_id', name=op.f('uq_payment_event_event_id'))
    )
    with op.batch_alter_table('payment_event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_event_attempt_id'), ['attempt_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_payment_event_received_at'), ['received_at'], unique=False)

    op.create_table('payment_state',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('attempt_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['attempt_id'], ['payment_attempt.id'], name=op.f('fk_payment_state_attempt_id_payment_attempt')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_payment_state'))
    )
    with op.batch_alter_table('payment_state', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_payment_state_attempt_id'), ['attempt_id'], unique=False)
        batch_op.create_index('uq_payment_state_paid_once', ['attempt_id'], unique=True, sqlite_where=sa.text("state = 'paid'"), postgresql_where=sa.text("state = 'paid'"))

    op.create_table('policy_version',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('doc_id', sa.Integer(), nullable=False),
    sa.Column('no', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('body_md', sa.Text(), nullable=False),
    sa.Column('body_html', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('slots', sa.JSON(), nullable=False),
    sa.Column('prev_id', sa.Integer(), nullable=True),
    sa.Column('effective_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('change_class', sa.String(length=20), nullable=False),
    sa.Column('change_note', sa.Text(), nullable=False),
    sa.Column('author', sa.String(length=80), nullable=False),
    sa.Column('author_name', sa.String(length=200), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['doc_id'], ['policy_doc.id'], name=op.f('fk_policy_version_doc_id_policy_doc')),
    sa.ForeignKeyConstraint(['prev_id'], ['policy_version.id'], name=op.f('fk_policy_version_prev_id_policy_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_policy_version')),
    sa.UniqueConstraint('doc_id', 'effective_at', name='uq_policy_version_effective_at'),
    sa.UniqueConstraint('doc_id', 'no', name=op.f('uq_policy_version_doc_id'))
    )
    with op.batch_alter_table('policy_version', schema=None) as batch_op:
        batch_op.create_index('uq_policy_version_one_draft', ['doc_id'], unique=True, sqlite_where=sa.text("state = 'draft'"), postgresql_where=sa.text("state = 'draft'"))

    op.create_table('use_notice',
    sa.Column('new_use_id', sa.Integer(), nullable=False),
    sa.Column('subject_key', sa.String(length=80), nullable=False),
    sa.Column('notified_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['new_use_id'], ['new_use.id'], name=op.f('fk_use_notice_new_use_id_new_use')),
    sa.PrimaryKeyConstraint('new_use_id', 'subject_key', name=op.f('pk_use_notice'))
    )
    op.create_table('value_suggestion',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('field', sa.String(length=60), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.Column('origin', sa.String(length=20), nullable=False),
    sa.Column('origin_ref', sa.String(length=80), nullable=False),
    sa.Column('policy_version', sa.Integer(), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('taken', sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_value_suggestion_person_id_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_value_suggestion'))
    )
    with op.batch_alter_table('value_suggestion', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_value_suggestion_person_id'), ['person_id'], unique=False)

    op.create_table('vendor_attestation',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('vendor_id', sa.Integer(), nullable=False),
    sa.Column('requirements_version', sa.Integer(), nullable=False),
    sa.Column('policy_version', sa.Integer(), nullable=True),
    sa.Column('clauses', sa.JSON(), nullable=False),
    sa.Column('signer', sa.String(length=120), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['vendor_id'], ['vendor.id'], name=op.f('fk_vendor_attestation_vendor_id_vendor')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vendor_attestation'))
    )
    with op.batch_alter_table('vendor_attestation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_vendor_attestation_vendor_id'), ['vendor_id'], unique=False)

    op.create_table('vendor_state',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('vendor_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.String(length=80), nullable=False),
    sa.Column('reason', sa.String(length=400), nullable=False),
    sa.ForeignKeyConstraint(['vendor_id'], ['vendor.id'], name=op.f('fk_vendor_state_vendor_id_vendor')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_vendor_state'))
    )
    with op.batch_alter_table('vendor_state', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_vendor_state_vendor_id'), ['vendor_id'], unique=False)

    op.create_table('account_address',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('company', sa.String(length=120), nullable=False),
    sa.Column('line1', sa.Text(), nullable=False),
    sa.Column('line1_digest', sa.String(length=64), nullable=True),
    sa.Column('line2', sa.Text(), nullable=False),
    sa.Column('city', sa.Text(), nullable=False),
    sa.Column('region', sa.String(length=100), nullable=False),
    sa.Column('postal_code', sa.Text(), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_account_address_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account_address'))
    )
    with op.batch_alter_table('account_address', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_address_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_account_address_line1_digest'), ['line1_digest'], unique=False)

    op.create_table('artwork',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('folder', sa.String(length=120), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('size', sa.BigInteger(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('needs', sa.JSON(), nullable=True),
    sa.Column('check_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_artwork_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_artwork')),
    sa.UniqueConstraint('folder', name=op.f('uq_artwork_folder'))
    )
    with op.batch_alter_table('artwork', schema=None) as batch_op:
        batch_op.create_index('ix_artwork_of_account', ['account_id', 'id'], unique=False)

    op.create_table('billing_detail',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('company', sa.String(length=120), nullable=False),
    sa.Column('tax_id', sa.Text(), nullable=False),
    sa.Column('po_number', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_billing_detail_account_id_account')),
    sa.PrimaryKeyConstraint('account_id', name=op.f('pk_billing_detail'))
    )
    op.create_table('case_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_number', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_number'], ['case_file.number'], name=op.f('fk_case_event_case_number_case_file')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_event'))
    )
    with op.batch_alter_table('case_event', schema=None) as batch_op:
        batch_op.create_index('ix_case_event_of_case', ['case_number', 'id'], unique=False)

    op.create_table('case_message',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_number', sa.Integer(), nullable=False),
    sa.Column('sort', sa.String(length=10), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['case_number'], ['case_file.number'], name=op.f('fk_case_message_case_number_case_file')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_message'))
    )
    with op.batch_alter_table('case_message', schema=None) as batch_op:
        batch_op.create_index('ix_case_message_of_case', ['case_number', 'id'], unique=False)

    op.create_table('case_visit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('browser_sha256', sa.String(length=64), nullable=False),
    sa.Column('case_number', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_number'], ['case_file.number'], name=op.f('fk_case_visit_case_number_case_file')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_visit'))
    )
    with op.batch_alter_table('case_visit', schema=None) as batch_op:
        batch_op.create_index('ix_case_visit_of_browser', ['browser_sha256', 'case_number'], unique=False)
        batch_op.create_index(batch_op.f('ix_case_visit_opened_at'), ['opened_at'], unique=False)

    op.create_table('case_work',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('case_number', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_number'], ['case_file.number'], name=op.f('fk_case_work_case_number_case_file')),
    sa.ForeignKeyConstraint(['staff_id'], ['account.id'], name=op.f('fk_case_work_staff_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_work'))
    )
    with op.batch_alter_table('case_work', schema=None) as batch_op:
        batch_op.create_index('ix_case_work_of_staff', ['staff_id', 'released_at'], unique=False)
        batch_op.create_index('uq_case_work_open', ['case_number'], unique=True, sqlite_where=sa.text('released_at IS NULL'), postgresql_where=sa.text('released_at IS NULL'))

    op.create_table('device',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('browser', sa.String(length=40), nullable=False),
    sa.Column('network', sa.String(length=64), nullable=False),
    sa.Column('salt', sa.String(length=64), nullable=False),
    sa.Column('first_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('remembered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('newest_token', sa.Integer(), nullable=False),
    sa.Column('token_given_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_device_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_device'))
    )
    with op.batch_alter_table('device', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_device_account_id'), ['account_id'], unique=False)

    op.create_table('email_change',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('old_email', sa.String(length=254), nullable=False),
    sa.Column('new_email', sa.String(length=254), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_email_change_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_email_change'))
    )
    with op.batch_alter_table('email_change', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_email_change_account_id'), ['account_id'], unique=False)

    op.create_table('mailed_code',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(length=10), nullable=False),
    sa.Column('browser_sha256', sa.String(length=64), nullable=False),
    sa.Column('network_key', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('email_key', sa.String(length=320), nullable=False),
    sa.Column('decoy', sa.Boolean(), nullable=False),
    sa.Column('salt', sa.String(length=64), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('done_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_mailed_code_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mailed_code'))
    )
    with op.batch_alter_table('mailed_code', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mailed_code_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_mailed_code_browser_sha256'), ['browser_sha256'], unique=False)
        batch_op.create_index(batch_op.f('ix_mailed_code_email_key'), ['email_key'], unique=False)
        batch_op.create_index(batch_op.f('ix_mailed_code_network_key'), ['network_key'], unique=False)

    op.create_table('policy_clause',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('anchor', sa.String(length=60), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('heading', sa.Text(), nullable=False),
    sa.Column('heading_html', sa.Text(), nullable=False),
    sa.Column('html', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['policy_version.id'], name=op.f('fk_policy_clause_version_id_policy_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_policy_clause')),
    sa.UniqueConstraint('version_id', 'anchor', name=op.f('uq_policy_clause_version_id'))
    )
    with op.batch_alter_table('policy_clause', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_policy_clause_anchor'), ['anchor'], unique=False)

    op.create_table('print_order',
    sa.Column('number', sa.Integer(), sa.Identity(always=False, start=10001), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('nonce', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('held_from', sa.String(length=20), nullable=False),
    sa.Column('attention', sa.String(length=60), nullable=False),
    sa.Column('policy_version', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('placed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('phone', sa.Text(), nullable=False),
    sa.Column('phone_digest', sa.String(length=64), nullable=True),
    sa.Column('phone_last4_digest', sa.String(length=64), nullable=True),
    sa.Column('phone_purpose', sa.String(length=20), nullable=False),
    sa.Column('delivery', sa.Text(), nullable=True),
    sa.Column('street_digest', sa.String(length=64), nullable=True),
    sa.Column('billing', sa.Text(), nullable=False),
    sa.Column('shipping_method', sa.String(length=30), nullable=False),
    sa.Column('shipping_label', sa.String(length=80), nullable=False),
    sa.Column('transit_days', sa.Integer(), nullable=False),
    sa.Column('goods_cents', sa.Integer(), nullable=False),
    sa.Column('shipping_cents', sa.Integer(), nullable=False),
    sa.Column('tax_cents', sa.Integer(), nullable=False),
    sa.Column('tax_lines', sa.JSON(), nullable=False),
    sa.Column('total_cents', sa.Integer(), nullable=False),
    sa.Column('paid_cents', sa.Integer(), nullable=False),
    sa.Column('payment_ref', sa.String(length=80), nullable=False),
    sa.Column('refunded_cents', sa.Integer(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_print_order_account_id_account')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_print_order')),
    sa.UniqueConstraint('account_id', 'nonce', name=op.f('uq_print_order_account_id')),
    sqlite_autoincrement=True
    )
    with op.batch_alter_table('print_order', schema=None) as batch_op:
        batch_op.create_index('ix_print_order_attention', ['attention', 'number'], unique=False)
        batch_op.create_index('ix_print_order_of_account', ['account_id', 'number'], unique=False)
        batch_op.create_index(batch_op.f('ix_print_order_phone_digest'), ['phone_digest'], unique=False)
        batch_op.create_index(batch_op.f('ix_print_order_phone_last4_digest'), ['phone_last4_digest'], unique=False)
        batch_op.create_index('ix_print_order_state', ['state', 'number'], unique=False)
        batch_op.create_index(batch_op.f('ix_print_order_street_digest'), ['street_digest'], unique=False)

    op.create_table('staff_role',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=30), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_staff_role_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_staff_role')),
    sa.UniqueConstraint('account_id', 'role', name=op.f('uq_staff_role_account_id'))
    )
    with op.batch_alter_table('staff_role', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_staff_role_account_id'), ['account_id'], unique=False)

    op.create_table('address_default',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('use', sa.String(length=10), nullable=False),
    sa.Column('address_id', sa.Integer(), nullable=False),
    sa.Column('chosen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_address_default_account_id_account')),
    sa.ForeignKeyConstraint(['address_id'], ['account_address.id'], name=op.f('fk_address_default_address_id_account_address')),
    sa.PrimaryKeyConstraint('account_id', 'use', name=op.f('pk_address_default'))
    )
    with op.batch_alter_table('address_default', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_address_default_address_id'), ['address_id'], unique=False)

    op.create_table('artwork_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('artwork_id', sa.Integer(), nullable=False),
    sa.Column('needs', sa.JSON(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('worst', sa.String(length=20), nullable=False),
    sa.Column('page_count', sa.Integer(), nullable=True),
    sa.Column('report', sa.JSON(), nullable=True),
    sa.ForeignKeyConstraint(['artwork_id'], ['artwork.id'], name=op.f('fk_artwork_check_artwork_id_artwork'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_artwork_check'))
    )
    with op.batch_alter_table('artwork_check', schema=None) as batch_op:
        batch_op.create_index('ix_artwork_check_of_artwork', ['artwork_id'], unique=False)
        batch_op.create_index('ix_artwork_check_waiting', ['ended_at', 'id'], unique=False)

    op.create_table('order_assignment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_number', sa.Integer(), nullable=False),
    sa.Column('staff_id', sa.Integer(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['order_number'], ['print_order.number'], name=op.f('fk_order_assignment_order_number_print_order')),
    sa.ForeignKeyConstraint(['staff_id'], ['account.id'], name=op.f('fk_order_assignment_staff_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_assignment'))
    )
    with op.batch_alter_table('order_assignment', schema=None) as batch_op:
        batch_op.create_index('ix_order_assignment_of_staff', ['staff_id', 'released_at'], unique=False)
        batch_op.create_index('uq_order_assignment_open', ['order_number'], unique=True, sqlite_where=sa.text('released_at IS NULL'), postgresql_where=sa.text('released_at IS NULL'))

    op.create_table('order_job',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_number', sa.Integer(), nullable=False),
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
    sa.Column('needs', sa.JSON(), nullable=False),
    sa.Column('business_days', sa.Integer(), nullable=False),
    sa.Column('artwork_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ship_by', sa.Date(), nullable=True),
    sa.Column('tracking', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['artwork_id'], ['artwork.id'], name=op.f('fk_order_job_artwork_id_artwork')),
    sa.ForeignKeyConstraint(['order_number'], ['print_order.number'], name=op.f('fk_order_job_order_number_print_order')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_job'))
    )
    with op.batch_alter_table('order_job', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_job_artwork_id'), ['artwork_id'], unique=False)
        batch_op.create_index('ix_order_job_of_order', ['order_number', 'position'], unique=False)
        batch_op.create_index('ix_order_job_state', ['state', 'order_number'], unique=False)

    op.create_table('remember_token',
    sa.Column('token_sha256', sa.String(length=64), nullable=False),
    sa.Column('device_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_remember_token_device_id_device')),
    sa.PrimaryKeyConstraint('token_sha256', name=op.f('pk_remember_token'))
    )
    with op.batch_alter_table('remember_token', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_remember_token_device_id'), ['device_id'], unique=False)

    op.create_table('web_session',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token_sha256', sa.String(length=64), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('device_id', sa.Integer(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('last_seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('fresh_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('messages', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_web_session_account_id_account')),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_web_session_device_id_device')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_web_session')),
    sa.UniqueConstraint('token_sha256', name=op.f('uq_web_session_token_sha256'))
    )
    with op.batch_alter_table('web_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_web_session_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_web_session_device_id'), ['device_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_web_session_last_seen_at'), ['last_seen_at'], unique=False)

    op.create_table('order_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('order_number', sa.Integer(), nullable=False),
    sa.Column('job_id', sa.Integer(), nullable=True),
    sa.Column('state', sa.String(length=30), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('shown', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['job_id'], ['order_job.id'], name=op.f('fk_order_event_job_id_order_job')),
    sa.ForeignKeyConstraint(['order_number'], ['print_order.number'], name=op.f('fk_order_event_order_number_print_order')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_event'))
    )
    with op.batch_alter_table('order_event', schema=None) as batch_op:
        batch_op.create_index('ix_order_event_of_order', ['order_number', 'id'], unique=False)

    # ### end Alembic commands ###
    statements = SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRESQL
    for statement in statements:
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    raise NotImplementedError("the first version has nothing before it")

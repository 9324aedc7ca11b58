"""The policy that runs"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


OPEN = "state IN ('draft', 'in_review', 'approved')"
SQLITE = (
    """CREATE TRIGGER policy_version_no_update BEFORE UPDATE ON policy_version WHEN OLD.state IN ('scheduled', 'published', 'superseded', 'withdrawn') AND NOT (((OLD.state = 'scheduled' AND NEW.state = 'published') OR (OLD.state = 'scheduled' AND NEW.state = 'withdrawn') OR (OLD.state = 'published' AND NEW.state = 'superseded')) AND NEW.id IS OLD.id AND NEW.doc_id IS OLD.doc_id AND NEW.no IS OLD.no AND NEW.body_md IS OLD.body_md AND NEW.body_html IS OLD.body_html AND NEW.sha256 IS OLD.sha256 AND NEW.slots IS OLD.slots AND NEW.prev_id IS OLD.prev_id AND NEW.effective_at IS OLD.effective_at AND NEW.published_at IS OLD.published_at AND NEW.change_class IS OLD.change_class AND NEW.change_note IS OLD.change_note AND NEW.author IS OLD.author AND NEW.author_name IS OLD.author_name AND NEW.reviewer IS OLD.reviewer AND NEW.reviewer_name IS OLD.reviewer_name AND NEW.guard IS OLD.guard AND NEW.kinds IS OLD.kinds AND NEW.new_uses IS OLD.new_uses AND NEW.saved_at IS OLD.saved_at AND NEW.version IS OLD.version) BEGIN SELECT RAISE(ABORT, 'a published policy version is permanent'); END""",
    """CREATE TRIGGER policy_version_no_delete BEFORE DELETE ON policy_version WHEN OLD.state IN ('scheduled', 'published', 'superseded', 'withdrawn') BEGIN SELECT RAISE(ABORT, 'a published policy version is permanent'); END""",
    """CREATE TRIGGER policy_version_no_replace BEFORE INSERT ON policy_version WHEN EXISTS (SELECT 1 FROM policy_version WHERE state IN ('scheduled', 'published', 'superseded', 'withdrawn') AND (id = NEW.id OR (doc_id = NEW.doc_id AND no = NEW.no))) BEGIN SELECT RAISE(ABORT, 'a published policy version is permanent'); END""",
    """CREATE TRIGGER policy_clause_no_insert BEFORE INSERT ON policy_clause WHEN (SELECT state FROM policy_version WHERE id = NEW.version_id) IN ('scheduled', 'published', 'superseded', 'withdrawn') BEGIN SELECT RAISE(ABORT, 'a published policy version is permanent'); END""",
    """CREATE TRIGGER policy_clause_no_update BEFORE UPDATE ON policy_clause WHEN (SELECT state FROM policy_version WHERE id = OLD.version_id) IN ('scheduled', 'published', 'superseded', 'withdrawn') OR (SELECT state FROM policy_version WHERE id = NEW.version_id) IN ('scheduled', 'published', 'superseded', 'withdrawn') BEGIN SELECT RAISE(ABORT, 'a published policy version is permanent'); END""",
    """CREATE TRIGGER policy_clause_no_delete BEFORE DELETE ON policy_clause WHEN (SELECT state FROM policy_version WHERE id = OLD.version_id) IN ('scheduled', 'published', 'superseded', 'withdrawn') BEGIN SELECT RAISE(ABORT, 'a published policy version is permanent'); END""",
)
POSTGRESQL = (
    """
    CREATE OR REPLACE FUNCTION policy_version_is_permanent() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.state IN ('scheduled', 'published', 'superseded', 'withdrawn') THEN
            IF TG_OP = 'DELETE' OR NOT (((OLD.state = 'scheduled' AND NEW.state = 'published') OR (OLD.state = 'scheduled' AND NEW.state = 'withdrawn') OR (OLD.state = 'published' AND NEW.state = 'superseded')) AND NEW.id IS NOT DISTINCT FROM OLD.id AND NEW.doc_id IS NOT DISTINCT FROM OLD.doc_id AND NEW.no IS NOT DISTINCT FROM OLD.no AND NEW.body_md IS NOT DISTINCT FROM OLD.body_md AND NEW.body_html IS NOT DISTINCT FROM OLD.body_html AND NEW.sha256 IS NOT DISTINCT FROM OLD.sha256 AND NEW.slots::text IS NOT DISTINCT FROM OLD.slots::text AND NEW.prev_id IS NOT DISTINCT FROM OLD.prev_id AND NEW.effective_at IS NOT DISTINCT FROM OLD.effective_at AND NEW.published_at IS NOT DISTINCT FROM OLD.published_at AND NEW.change_class IS NOT DISTINCT FROM OLD.change_class AND NEW.change_note IS NOT DISTINCT FROM OLD.change_note AND NEW.author IS NOT DISTINCT FROM OLD.author AND NEW.author_name IS NOT DISTINCT FROM OLD.author_name AND NEW.reviewer IS NOT DISTINCT FROM OLD.reviewer AND NEW.reviewer_name IS NOT DISTINCT FROM OLD.reviewer_name AND NEW.guard::text IS NOT DISTINCT FROM OLD.guard::text AND NEW.kinds::text IS NOT DISTINCT FROM OLD.kinds::text AND NEW.new_uses::text IS NOT DISTINCT FROM OLD.new_uses::text AND NEW.saved_at IS NOT DISTINCT FROM OLD.saved_at AND NEW.version IS NOT DISTINCT FROM OLD.version) THEN
                RAISE EXCEPTION 'a published policy version is permanent' USING ERRCODE = 'restrict_violation';
            END IF;
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION policy_clause_is_permanent() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'INSERT' AND (SELECT state FROM policy_version WHERE id = OLD.version_id) IN ('scheduled', 'published', 'superseded', 'withdrawn') THEN
            RAISE EXCEPTION 'a published policy version is permanent' USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP <> 'DELETE' AND (SELECT state FROM policy_version WHERE id = NEW.version_id) IN ('scheduled', 'published', 'superseded', 'withdrawn') THEN
            RAISE EXCEPTION 'a published policy version is permanent' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END $$
    """,
    """CREATE TRIGGER policy_version_is_permanent BEFORE UPDATE OR DELETE ON policy_version FOR EACH ROW EXECUTE FUNCTION policy_version_is_permanent()""",
    """CREATE TRIGGER policy_clause_is_permanent BEFORE INSERT OR UPDATE OR DELETE ON policy_clause FOR EACH ROW EXECUTE FUNCTION policy_clause_is_permanent()""",
)
SQLITE_DROPS = tuple(
    f"DROP TRIGGER {name}"
    for name in (
        "policy_version_no_update", "policy_version_no_delete", "policy_version_no_replace",
        "policy_clause_no_insert", "policy_clause_no_update", "policy_clause_no_delete",
    )
)
POSTGRESQL_DROPS = (
    "DROP TRIGGER policy_version_is_permanent ON policy_version",
    "DROP TRIGGER policy_clause_is_permanent ON policy_clause",
)
STATES = (
    "UPDATE policy_version SET state = 'scheduled' WHERE state = 'published' AND effective_at > CURRENT_TIMESTAMP",
    "UPDATE policy_version SET state = 'superseded' WHERE state = 'published' AND EXISTS (SELECT 1 FROM policy_version"
    " AS later WHERE later.doc_id = policy_version.doc_id AND later.state = 'published'"
    " AND later.effective_at > policy_version.effective_at)",
)
"""A version that waited for its minute is scheduled; one that another has followed is superseded."""


def upgrade():
    op.create_table('check_delay',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('actor_name', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_delay'))
    )
    with op.batch_alter_table('check_delay', schema=None) as batch_op:
        batch_op.create_index('ix_check_delay_of_check', ['name', 'until'], unique=False)

    op.create_table('check_run',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('measured', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('occasion', sa.String(length=40), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_check_run'))
    )
    with op.batch_alter_table('check_run', schema=None) as batch_op:
        batch_op.create_index('ix_check_run_at', ['at'], unique=False)
        batch_op.create_index('ix_check_run_of_check', ['name', 'id'], unique=False)

    op.create_table('check_state',
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('measured', sa.Text(), nullable=False),
    sa.Column('checked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_check_state'))
    )
    op.create_table('security_measure',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(length=120), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('clause', sa.String(length=60), nullable=False),
    sa.Column('owner', sa.String(length=80), nullable=False),
    sa.Column('every_days', sa.Integer(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_security_measure'))
    )
    with op.batch_alter_table('security_measure', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_security_measure_clause'), ['clause'], unique=False)

    op.create_table('measure_check',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('measure_id', sa.Integer(), nullable=False),
    sa.Column('done_on', sa.Date(), nullable=False),
    sa.Column('in_place', sa.Boolean(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('evidence', sa.String(length=400), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('actor_name', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['measure_id'], ['security_measure.id'], name=op.f('fk_measure_check_measure_id_security_measure')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_measure_check'))
    )
    with op.batch_alter_table('measure_check', schema=None) as batch_op:
        batch_op.create_index('ix_measure_check_of_measure', ['measure_id', 'id'], unique=False)

    op.create_table('policy_comment',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('anchor', sa.String(length=60), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('actor_name', sa.String(length=200), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['policy_version.id'], name=op.f('fk_policy_comment_version_id_policy_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_policy_comment'))
    )
    with op.batch_alter_table('policy_comment', schema=None) as batch_op:
        batch_op.create_index('ix_policy_comment_of_version', ['version_id', 'id'], unique=False)

    op.create_table('policy_comparison',
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('body', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['policy_version.id'], name=op.f('fk_policy_comparison_version_id_policy_version')),
    sa.PrimaryKeyConstraint('version_id', name=op.f('pk_policy_comparison'))
    )
    op.create_table('policy_concern',
    sa.Column('case_number', sa.Integer(), nullable=False),
    sa.Column('version_no', sa.Integer(), nullable=False),
    sa.Column('anchor', sa.String(length=60), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('results', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['case_number'], ['case_file.number'], name=op.f('fk_policy_concern_case_number_case_file')),
    sa.PrimaryKeyConstraint('case_number', name=op.f('pk_policy_concern'))
    )
    with op.batch_alter_table('policy_concern', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_policy_concern_anchor'), ['anchor'], unique=False)

    op.create_table('policy_engagement',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('person_id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('stage', sa.String(length=10), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('how', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_policy_engagement_person_id_person')),
    sa.ForeignKeyConstraint(['version_id'], ['policy_version.id'], name=op.f('fk_policy_engagement_version_id_policy_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_policy_engagement')),
    sa.UniqueConstraint('person_id', 'version_id', 'stage', name=op.f('uq_policy_engagement_person_id'))
    )
    with op.batch_alter_table('policy_engagement', schema=None) as batch_op:
        batch_op.create_index('ix_policy_engagement_of_version', ['version_id', 'stage'], unique=False)

    op.create_table('policy_event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('actor_name', sa.String(length=200), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['policy_version.id'], name=op.f('fk_policy_event_version_id_policy_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_policy_event'))
    )
    with op.batch_alter_table('policy_event', schema=None) as batch_op:
        batch_op.create_index('ix_policy_event_of_version', ['version_id', 'id'], unique=False)

    op.create_table('policy_notice',
    sa.Column('version_no', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('person_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('mail_id', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.String(length=10), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_policy_notice_person_id_person')),
    sa.PrimaryKeyConstraint('version_no', 'person_id', name=op.f('pk_policy_notice')),
    sa.UniqueConstraint('mail_id', name=op.f('uq_policy_notice_mail_id'))
    )
    op.create_table('policy_rule_wish',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_by', sa.String(length=80), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.String(length=12), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['policy_version.id'], name=op.f('fk_policy_rule_wish_version_id_policy_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_policy_rule_wish'))
    )
    with op.batch_alter_table('policy_rule_wish', schema=None) as batch_op:
        batch_op.create_index('ix_policy_rule_wish_open', ['settled_at', 'id'], unique=False)

    op.create_table('policy_saving',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('version_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('body_md', sa.Text(), nullable=False),
    sa.Column('author', sa.String(length=80), nullable=False),
    sa.Column('author_name', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('auto', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['version_id'], ['policy_version.id'], name=op.f('fk_policy_saving_version_id_policy_version')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_policy_saving')),
    sa.UniqueConstraint('version_id', 'number', name=op.f('uq_policy_saving_version_id'))
    )
    op.add_column('house_rule', sa.Column('withdraws', sa.Integer(), nullable=True))
    op.add_column('new_use', sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True))
    # Added one by one: SQLite would copy the whole table otherwise, and lose its triggers.
    op.add_column('policy_clause', sa.Column('kind', sa.String(length=12), nullable=False, server_default=''))
    for name, length in (('reviewer', 80), ('reviewer_name', 200)):
        op.add_column('policy_version', sa.Column(name, sa.String(length=length), nullable=False, server_default=''))
    for name, empty in (('guard', '{}'), ('kinds', '{}'), ('new_uses', '[]')):
        op.add_column('policy_version', sa.Column(name, sa.JSON(), nullable=False, server_default=empty))
    op.drop_index('uq_policy_version_one_draft', 'policy_version')
    op.create_index(
        'uq_policy_version_one_open', 'policy_version', ['doc_id'], unique=True,
        sqlite_where=sa.text(OPEN), postgresql_where=sa.text(OPEN),
    )
    sqlite = op.get_bind().dialect.name == 'sqlite'
    for statement in (*(SQLITE_DROPS if sqlite else POSTGRESQL_DROPS), *STATES, *(SQLITE if sqlite else POSTGRESQL)):
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    raise NotImplementedError("what was posted under these rules cannot be put back under the older ones")

"""Area agreements"""

import sqlalchemy as sa
from alembic import op

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


OF_COMPANIES = ('company', 'company_member', 'company_invitation')
SQLITE = (
    'DROP TRIGGER policy_version_no_update',
    """CREATE TRIGGER policy_version_no_update BEFORE UPDATE ON policy_version WHEN OLD.state IN ('scheduled', 'published', 'superseded', 'withdrawn') AND NOT (((OLD.state = 'scheduled' AND NEW.state = 'published') OR (OLD.state = 'scheduled' AND NEW.state = 'withdrawn') OR (OLD.state = 'published' AND NEW.state = 'superseded')) AND NEW.id IS OLD.id AND NEW.doc_id IS OLD.doc_id AND NEW.no IS OLD.no AND NEW.body_md IS OLD.body_md AND NEW.body_html IS OLD.body_html AND NEW.sha256 IS OLD.sha256 AND NEW.slots IS OLD.slots AND NEW.prev_id IS OLD.prev_id AND NEW.effective_at IS OLD.effective_at AND NEW.published_at IS OLD.published_at AND NEW.change_class IS OLD.change_class AND NEW.change_note IS OLD.change_note AND NEW.author IS OLD.author AND NEW.author_name IS OLD.author_name AND NEW.reviewer IS OLD.reviewer AND NEW.reviewer_name IS OLD.reviewer_name AND NEW.guard IS OLD.guard AND NEW.kinds IS OLD.kinds AND NEW.new_uses IS OLD.new_uses AND NEW.not_for IS OLD.not_for AND NEW.saved_at IS OLD.saved_at AND NEW.version IS OLD.version) BEGIN SELECT RAISE(ABORT, 'a published policy version is permanent'); END""",
)
POSTGRESQL = (
    """
    CREATE OR REPLACE FUNCTION policy_version_is_permanent() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF OLD.state IN ('scheduled', 'published', 'superseded', 'withdrawn') THEN
            IF TG_OP = 'DELETE' OR NOT (((OLD.state = 'scheduled' AND NEW.state = 'published') OR (OLD.state = 'scheduled' AND NEW.state = 'withdrawn') OR (OLD.state = 'published' AND NEW.state = 'superseded')) AND NEW.id IS NOT DISTINCT FROM OLD.id AND NEW.doc_id IS NOT DISTINCT FROM OLD.doc_id AND NEW.no IS NOT DISTINCT FROM OLD.no AND NEW.body_md IS NOT DISTINCT FROM OLD.body_md AND NEW.body_html IS NOT DISTINCT FROM OLD.body_html AND NEW.sha256 IS NOT DISTINCT FROM OLD.sha256 AND NEW.slots::text IS NOT DISTINCT FROM OLD.slots::text AND NEW.prev_id IS NOT DISTINCT FROM OLD.prev_id AND NEW.effective_at IS NOT DISTINCT FROM OLD.effective_at AND NEW.published_at IS NOT DISTINCT FROM OLD.published_at AND NEW.change_class IS NOT DISTINCT FROM OLD.change_class AND NEW.change_note IS NOT DISTINCT FROM OLD.change_note AND NEW.author IS NOT DISTINCT FROM OLD.author AND NEW.author_name IS NOT DISTINCT FROM OLD.author_name AND NEW.reviewer IS NOT DISTINCT FROM OLD.reviewer AND NEW.reviewer_name IS NOT DISTINCT FROM OLD.reviewer_name AND NEW.guard::text IS NOT DISTINCT FROM OLD.guard::text AND NEW.kinds::text IS NOT DISTINCT FROM OLD.kinds::text AND NEW.new_uses::text IS NOT DISTINCT FROM OLD.new_uses::text AND NEW.not_for::text IS NOT DISTINCT FROM OLD.not_for::text AND NEW.saved_at IS NOT DISTINCT FROM OLD.saved_at AND NEW.version IS NOT DISTINCT FROM OLD.version) THEN
                RAISE EXCEPTION 'a published policy version is permanent' USING ERRCODE = 'restrict_violation';
            END IF;
        END IF;
        RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
    END $$
    """,
)
"""A posted version is permanent with the purposes that it rules out, too."""


def upgrade():
    # Added one by one: SQLite would copy the whole table otherwise, and lose its triggers.
    op.add_column('policy_version', sa.Column('not_for', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('policy_engagement', sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True))
    for table in ('basket_item', *OF_COMPANIES):
        op.add_column(table, sa.Column('policy_version', sa.Integer(), nullable=True))
    for table in ('basket_item', 'field_value', 'value_suggestion', 'print_order', *OF_COMPANIES):
        op.add_column(table, sa.Column('agreement', sa.String(length=60), nullable=True))
        op.add_column(table, sa.Column('agreement_version', sa.Integer(), nullable=True))
    sqlite = op.get_bind().dialect.name == 'sqlite'
    for statement in SQLITE if sqlite else POSTGRESQL:
        op.get_bind().exec_driver_sql(statement)


def downgrade():
    raise NotImplementedError("what was gathered under an agreement cannot be put back under the older rules")

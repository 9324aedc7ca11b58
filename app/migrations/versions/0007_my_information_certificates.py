"""My information: certificates"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('completeness_certificate',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('code_version', sa.String(length=64), nullable=False),
    sa.Column('markers', sa.Integer(), nullable=False),
    sa.Column('exported', sa.Integer(), nullable=False),
    sa.Column('withheld', sa.Integer(), nullable=False),
    sa.Column('missing', sa.JSON(), nullable=False),
    sa.Column('foreign_marks', sa.JSON(), nullable=False),
    sa.Column('good', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_completeness_certificate'))
    )
    with op.batch_alter_table('completeness_certificate', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_completeness_certificate_at'), ['at'], unique=False)


def downgrade():
    raise NotImplementedError("what was recorded under these rules cannot be put back under the older ones")

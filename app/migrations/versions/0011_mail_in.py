"""Mail in"""

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    raise NotImplementedError("what was recorded under these rules cannot be put back under the older ones")

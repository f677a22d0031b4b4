"""Two skills correspond once, whichever way it was written; what replaces a framework is one.

Revision: 0007
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    _one_row_a_pair()
    with op.batch_alter_table("skill_mapping") as batch_op:
        batch_op.create_check_constraint(
            op.f("ck_skill_mapping_a_pair_stands_once"), "from_skill_id < to_skill_id"
        )
    _real_successors()
    with op.batch_alter_table("framework") as batch_op:
        batch_op.create_foreign_key(
            op.f("fk_framework_replaced_by_framework"), "framework", ["replaced_by"], ["code"]
        )
        batch_op.create_check_constraint(
            op.f("ck_framework_another_replaces_it"), "replaced_by <> code"
        )
        batch_op.create_check_constraint(
            op.f("ck_framework_what_is_replaced_has_a_day"),
            "replaced_by IS NULL OR valid_to IS NOT NULL",
        )


def downgrade() -> None:
    with op.batch_alter_table("framework") as batch_op:
        for name in ("what_is_replaced_has_a_day", "another_replaces_it"):
            batch_op.drop_constraint(op.f(f"ck_framework_{name}"), type_="check")
        batch_op.drop_constraint(op.f("fk_framework_replaced_by_framework"), type_="foreignkey")
    with op.batch_alter_table("skill_mapping") as batch_op:
        batch_op.drop_constraint(op.f("ck_skill_mapping_a_pair_stands_once"), type_="check")


def _one_row_a_pair() -> None:
    """The smaller id first; of two rows that say the same, that one stays which did already."""
    op.execute("DELETE FROM skill_mapping WHERE from_skill_id = to_skill_id")
    op.execute(
        "DELETE FROM skill_mapping WHERE from_skill_id > to_skill_id AND EXISTS ("
        "SELECT 1 FROM skill_mapping AS other WHERE other.from_skill_id = skill_mapping.to_skill_id "
        "AND other.to_skill_id = skill_mapping.from_skill_id)"
    )
    op.execute(
        "UPDATE skill_mapping SET from_skill_id = to_skill_id, to_skill_id = from_skill_id "
        "WHERE from_skill_id > to_skill_id"
    )


def _real_successors() -> None:
    """What names itself or nobody is not replaced; what was replaced without a day, is today."""
    op.execute(
        "UPDATE framework SET replaced_by = NULL WHERE replaced_by = code "
        "OR replaced_by NOT IN (SELECT code FROM framework)"
    )
    framework = sa.table("framework", sa.column("replaced_by"), sa.column("valid_to", sa.Date))
    undated = (framework.c.replaced_by.is_not(None), framework.c.valid_to.is_(None))
    op.execute(framework.update().where(*undated).values(valid_to=sa.func.current_date()))

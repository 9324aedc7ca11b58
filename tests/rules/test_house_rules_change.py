"""One door for changing a house rule: the one that asks first whether the published policy allows the value."""

from pathlib import Path

from app.config import ROOT
from tests.rules.source import called, copy_of_the_house, plant, trees

DOOR = "app/policy/service/settings.py"


def other_doors(root: Path) -> set[str]:
    """Modules that give a rule a value, or take one back, without asking."""
    return {
        name
        for name, tree in trees(root)
        for call, _ in called(tree)
        if call in {"rules.set_value", "rules.withdraw"} and name != DOOR
    }


def test_house_rules_change_by_one_door() -> None:
    assert other_doors(ROOT) == set()


def test_another_door_is_noticed(tmp_path: Path) -> None:
    house = copy_of_the_house(tmp_path)
    plant(
        house, "app/visits/jobs.py", 'def planted(act): rules.set_value(act, "visits.log-full-days", 900, act.at, "")'
    )
    assert other_doors(house) == {"app/visits/jobs.py"}

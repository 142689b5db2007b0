"""What it would take: the smallest change of a case after which a goal is met, and one number along its range."""

from tertius.analysis.seek.result import MoveWay, Seek, Step, Way
from tertius.analysis.seek.seek import seek
from tertius.analysis.seek.sweep import Sweep, Tick, sweep

__all__ = ["MoveWay", "Seek", "Step", "Sweep", "Tick", "Way", "seek", "sweep"]

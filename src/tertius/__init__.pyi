"""The public names, each with the module that it comes from: for type checkers, and read by `lazy_loader`."""

from .analysis.batch import Batch as Batch, batch as batch
from .analysis.claims import claims as claims
from .analysis.decide.decide import Decision as Decision, decide as decide
from .analysis.forecast import (
    draw as draw,
    evidence as evidence,
    forecast as forecast,
    sensitivity as sensitivity,
)
from .analysis.leverage import leverage as leverage
from .analysis.linkage import linkage as linkage
from .analysis.moves import game as game, moves as moves
from .analysis.patrons import patrons as patrons
from .analysis.seek import seek as seek, sweep as sweep
from .analysis.whole import Analysis as Analysis, Asked as Asked, analyse as analyse
from .analysis.why import why as why
from .case import (
    Case as Case,
    Change as Change,
    Difference as Difference,
    Edit as Edit,
    Panel as Panel,
    apply_changes as apply_changes,
    bodies as bodies,
    check_case as check_case,
    check_evidence as check_evidence,
    diff_cases as diff_cases,
    gallery as gallery,
    load as load,
    load_table as load_table,
    pool as pool,
    pool_tables as pool_tables,
    read_case as read_case,
    warn_case as warn_case,
)
from .conflicts import graph_model as graph_model, read_conflict as read_conflict
from .draws import draw_at as draw_at, fix as fix, uncertain_of as uncertain_of
from .errors import (
    CaseError as CaseError,
    LimitError as LimitError,
    Problem as Problem,
    TertiusError as TertiusError,
    UsageError as UsageError,
)
from .kinds import base_rates as base_rates
from .ledger.entries import (
    Forecasted as Forecasted,
    Question as Question,
    Resolved as Resolved,
    Track as Track,
)
from .ledger.ledger import Ledger as Ledger
from .report.brief.brief import Brief as Brief, brief as brief, brief_of as brief_of
from .rules import (
    CONCEPTS as CONCEPTS,
    RULES as RULES,
    Settlement as Settlement,
    Shortfall as Shortfall,
    Spread as Spread,
    Status as Status,
    TheoryComparison as TheoryComparison,
    settle as settle,
    settle_all as settle_all,
    settle_theories as settle_theories,
)
from .rules.worths.balanced import balanced as balanced
from .rules.worths.nucleolus import nucleolus as nucleolus
from .scenarios.comparison import compare as compare, what_if as what_if
from .voting import Power as Power, power as power

__version__: str

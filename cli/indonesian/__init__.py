"""Bahasa Indonesia: every text of the command line, by the English that stands in the code (``cli.language``).

The words are those of the field: *presensi*, *pola kerja*, *dasar hukum*, *berlaku surut*. What is a code, an option
or a name in a command stays as it is.
"""

from __future__ import annotations

from cli.indonesian.agency import AGENCY
from cli.indonesian.bundles import BUNDLES
from cli.indonesian.case_answers import CASE_ANSWERS
from cli.indonesian.case_evidence import CASE_EVIDENCE
from cli.indonesian.cases import CASES
from cli.indonesian.channels import CHANNELS
from cli.indonesian.commands import COMMANDS
from cli.indonesian.discipline import DISCIPLINE
from cli.indonesian.documents import DOCUMENTS
from cli.indonesian.errors import ERRORS
from cli.indonesian.events import EVENTS
from cli.indonesian.evidence import EVIDENCE
from cli.indonesian.explanations import EXPLANATIONS
from cli.indonesian.groups import GROUPS
from cli.indonesian.help import HELP
from cli.indonesian.keeping import KEEPING
from cli.indonesian.policies import POLICIES
from cli.indonesian.procedure import PROCEDURE
from cli.indonesian.publishing import PUBLISHING
from cli.indonesian.readings import READINGS
from cli.indonesian.refusals import REFUSALS
from cli.indonesian.signing import SIGNING
from cli.indonesian.studies import STUDIES
from cli.indonesian.subscribers import SUBSCRIBERS
from cli.indonesian.verdicts import VERDICTS
from cli.indonesian.witnesses import WITNESSES

PARTS = (
    *(HELP, VERDICTS, EXPLANATIONS, EVENTS, POLICIES, STUDIES, COMMANDS, AGENCY, ERRORS),
    *(REFUSALS, DOCUMENTS, KEEPING, PUBLISHING, CHANNELS, SUBSCRIBERS, GROUPS),
    *(EVIDENCE, SIGNING, WITNESSES, BUNDLES, DISCIPLINE, CASE_ANSWERS, CASE_EVIDENCE, CASES, PROCEDURE, READINGS),
)

INDONESIAN: dict[str, str] = {english: said for part in PARTS for english, said in part.items()}

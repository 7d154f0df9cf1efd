"""Climate measures: the names by which overviews know what only this kind has. No other module names them.

Everything that other kinds may have as well follows from roles and properties of the descriptor (viewed_table.py).
"""

KIND = "climate-measures"
MEASURES, FUNDING = "measures", "funding"
MEASURE_ID = "measure_id"
NOTE = "status_note"  # the city's own sentences about a measure
COST, SAVING = "cost_eur", "co2_saving_t_per_year"
# Fields of a funding.
PROGRAMME, STAGE = "programme", "stage"
GRANT, PAID, OWN_SHARE = "grant_eur", "paid_eur", "own_share_eur"
SPEND_BY, PROOF_DUE = "spend_by", "proof_due"
# Stages of a funding: every funding has been applied for; these have been approved at some time as well.
APPROVED, PROVEN, REPAID = "approved", "proven", "repaid"
APPROVED_STAGES = frozenset([APPROVED, "paid", PROVEN, REPAID])

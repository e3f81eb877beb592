"""Is a high-tech park better than an ordinary one because of how it is run, or because of who is there?

Four worlds with one luck: the park as it is; the same firms under the institutions of an ordinary park; firms that were
never sorted by place, with no gate for newcomers; and both. What institutions do to the same firms is the treatment,
what sorting and gate do is selection; the two sum to the gap. Judged by technology, research, productivity, survival,
structure and public money.
"""

from _ask import asked

from sim.experiment.institutions import high_tech_gap
from sim.report.gap import gap_answer, gap_rows

ZH = "高新区优于普通园区,是因为制度,还是因为谁在其中?"

if __name__ == "__main__":
    asked(__file__, __doc__, ZH, lambda scenario, how: high_tech_gap(scenario, **how), gap_rows, gap_answer)

"""What is over is counted once: kept counts of final actions, verdicts and reviews, so that figures stay short.

Only what no clock can change is kept: a verified action stays on time or late, whatever day it is. What is still
owed is few rows and is read as it stands; `reports.measures` puts both together.

Triggers write, in the transaction of the cause, one row of differences for each statement and never touch another
row: nobody waits for anybody, and two that write at once lose nothing. `keeping.fold` adds the rows up every few
minutes; the sum is the same before and after. The view `promise_fact` says what the sums must be, and
`keeping.strayed` compares (`events-app doctor` asks it); `keeping.rebuild` counts everything anew.
"""

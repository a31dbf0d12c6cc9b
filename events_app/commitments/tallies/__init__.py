"""Promises are counted once, as they change, so that figures stay short however many there are.

What a clock changes is kept by its day: of an open action when it falls due, when it was first to be done and when it
was last heard of. Compared with today (on the day of its event) the counts say what is overdue at the moment of asking.

Triggers write, in the transaction of the cause, one row of differences for each statement and never touch another
row: nobody waits for anybody, and two that write at once lose nothing. `keeping.fold` adds the rows up every few
minutes; the sum is the same before and after. The view `promise_fact` says what the sums must be, and
`keeping.strayed` compares (`events-app doctor` asks it); `keeping.rebuild` counts everything anew.

Whole organisations are counted like this. Of an institution it is only written down that something changed
(`PromiseTouch`), so that its kept figures (`reports.summaries`) are not taken for true any longer.
"""

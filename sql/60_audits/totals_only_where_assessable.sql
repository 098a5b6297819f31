-- grain: one form with a total though too little of it can be judged, or without one though enough can
-- message: 可评的分值与有无复算总分不一致
select
    totals.file || ' ' || totals.sheet || coalesce('!' || totals.cell, '') || ': ' || totals.assessable_weight || ' / '
        || totals.total_weight || ', ' || coalesce(cast(totals.machine_total as varchar), '-') as detail,
from (
    select year, file, sheet, cell, machine_total, assessable_weight, total_weight,
    from scores.projects

    union all by name

    select year, file, sheet, cell, machine_total, assessable_weight, total_weight,
    from scores.overalls
    where total_weight is not null
) as totals
where (totals.machine_total is not null) <> coalesce(totals.assessable_weight > 0
    and totals.assessable_weight * 100 >= least_share(totals.year) * greatest(totals.total_weight, 100), false)

-- grain: one total that lies outside its own ends, or above 100
-- message: 复算总分超出其最低、最高可能分
select
    totals.file || ' ' || totals.sheet || coalesce('!' || totals.cell, '') || ': ' || totals.lowest_total || ' … '
        || totals.machine_total || ' … ' || totals.highest_total as detail,
from (
    select file, sheet, cell, lowest_total, machine_total, highest_total, assessable_weight, total_weight,
    from scores.projects

    union all by name

    select file, sheet, cell, lowest_total, machine_total, highest_total, assessable_weight, total_weight,
    from scores.overalls
) as totals
where totals.machine_total not between totals.lowest_total and totals.highest_total
    or totals.machine_total > 100
    or totals.machine_total is not null and totals.assessable_weight = 0

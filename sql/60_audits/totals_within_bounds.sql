-- grain: one total that lies outside its own ends, or above 100
-- message: 复算总分超出其最低、最高可能分
select
    totals.place || ': ' || totals.lowest_total || ' … ' || totals.machine_total || ' … ' || totals.highest_total
        as detail,
from (
    select
        file || ' ' || sheet || coalesce('!' || cell, '') as place, lowest_total, machine_total, highest_total,
        band_lowest_total, band_highest_total, assessable_weight,
    from scores.projects

    union all by name

    select
        file || ' ' || sheet || coalesce('!' || cell, '') as place, lowest_total, machine_total, highest_total,
        band_lowest_total, band_highest_total, assessable_weight,
    from scores.overalls

    union all by name

    select
        year || ' ' || township || ' 项目平均分' as place, lowest_mean as lowest_total,
        mean_project_score as machine_total, highest_mean as highest_total, band_lowest_mean as band_lowest_total,
        band_highest_mean as band_highest_total,
    from scores.townships

    union all by name

    select
        year || ' ' || township || ' 排名得分' as place, lowest_score as lowest_total,
        ranking_score as machine_total, highest_score as highest_total,
    from rankings.townships
) as totals
where totals.machine_total not between totals.lowest_total and totals.highest_total
    or totals.lowest_total < totals.band_lowest_total
    or totals.highest_total > totals.band_highest_total
    or totals.machine_total > 100
    or totals.machine_total is not null and totals.assessable_weight = 0

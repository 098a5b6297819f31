-- grain: one township of the roster that is not in the ranking exactly once
-- message: 排名表中有乡镇缺失或重复
select
    townships.year || ' ' || townships.township || ': ' || count(ranked.township) as detail,
from staging.townships
left join rankings.townships as ranked
    on townships.year = ranked.year and townships.township_code = ranked.township_code
group by townships.year, townships.township
having count(ranked.township) <> 1

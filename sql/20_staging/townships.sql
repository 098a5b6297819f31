-- grain: one row a township of the roster and year
-- 说明: 应报送的乡镇，一个年度一个乡镇一行
select
    years.year as year, -- 年度
    roster.name as township, -- 乡镇
    roster.code as township_code, -- 单位代码
    roster.county as county, -- 县
from rules.roster
inner join sources.years
    on in_force(roster.from_year, roster.to_year, years.year)
-- Of a county that is judged apart its own are due, though all can be named.
where getvariable('counties') is null
    or list_contains(cast(getvariable('counties') as varchar[]), coalesce(roster.county, ''))
order by years.year, roster.row_no

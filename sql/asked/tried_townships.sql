-- grain: one township whose grade, total or rank differs under rules that are tried from the last published set
select
    coalesce(present.township, past.township) as 乡镇,
    past.grade as 原等级,
    present.grade as 等级,
    shown(past.machine_total) as 原复算得分,
    shown(present.machine_total) as 复算得分,
    past.rank as 原名次,
    present.rank as 名次,
from (from rankings.townships where townships.year = getvariable('year')) as present
full outer join (from previous.rankings where rankings.year = getvariable('year')) as past
    on present.township = past.township
where (present.grade, present.machine_total, present.rank) is distinct from (past.grade, past.machine_total, past.rank)
order by present.rank nulls last, 乡镇

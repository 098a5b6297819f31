-- grain: one township whose whole-department grade differs from the last published set
-- 说明: 较上次发布，各乡镇整体等级的变化，一个乡镇一行
select
    townships.year as year, -- 年度
    townships.township as township, -- 乡镇
    previous_townships.grade as previous_grade, -- 上次的复算等级
    townships.grade as grade, -- 本次的复算等级
    '复算等级由' || coalesce(previous_townships.grade, '没有等级') || '变为' || coalesce(townships.grade, '没有等级')
        as says, -- 一句话
    causes.cause as cause -- 原因
from scores.townships
inner join previous.townships as previous_townships
    on townships.year = previous_townships.year and townships.township = previous_townships.township
left join changes.causes
    on townships.township = causes.township
where townships.year = getvariable('year') and townships.grade is distinct from previous_townships.grade
order by townships.year, townships.township_code

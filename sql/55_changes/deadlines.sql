-- grain: one township of the year with the day until which it has to submit
-- 说明: 各乡镇的报送期限：全县的（参数），或经批准的延期（规则“报送期限”）
with extended as (
    select
        townships.township,
        max(day_of(deadlines.deadline)) as deadline,
        arg_max(deadlines.reason, day_of(deadlines.deadline)) as reason,
        arg_max(deadlines.approved_by, day_of(deadlines.deadline)) as approved_by,
    from rules.deadlines
    inner join rules.names
        on name_key(deadlines.unit) = names.name
    inner join staging.townships
        on names.code = townships.township_code and townships.year = getvariable('year')
    where in_force(deadlines.from_year, deadlines.to_year, townships.year)
    group by townships.township
)

select
    townships.year as year, -- 年度
    townships.township as township, -- 乡镇
    coalesce(extended.deadline, day_of(parameter('报送期限', townships.year))) as deadline, -- 报送期限；没有规定的为空
    extended.deadline is not null as is_extended, -- 是否另有期限
    extended.reason as reason, -- 延期的事由
    extended.approved_by as approved_by, -- 批准人
from staging.townships
left join extended
    on townships.township = extended.township
where townships.year = getvariable('year')
order by townships.year, townships.township_code

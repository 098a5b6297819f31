-- grain: one township whose benefit indicators nearly all have one and the same target
-- 说明: 效益指标的指标值千篇一律
-- severity: note
-- message: 效益指标的指标值几乎全部相同，疑为套用
-- fix: 下年度请按项目的实际效益分别设定可衡量的指标值。
with targets as (
    select
        indicators.year,
        indicators.township,
        name_key(indicators.target) as target,
        count(*) as times,
        sum(count(*)) over (partition by indicators.year, indicators.township) as total,
    from staging.indicators
    where indicators.scope = 'project' and indicators.township is not null
        and indicators.level1 like '效益%' and indicators.target is not null
    group by indicators.year, indicators.township, name_key(indicators.target)
)

select
    targets.year as year, -- 年度
    targets.township as township, -- 乡镇
    targets.total || ' 个效益指标中 ' || targets.times || ' 个为“' || targets.target || '”' as value, -- 相同的指标值
from targets
where targets.total >= 10 and targets.times * 10 >= targets.total * 9

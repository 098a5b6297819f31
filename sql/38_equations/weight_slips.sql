-- grain: one form of which the weight of the execution rate alone keeps the weights from adding up to 100
-- 说明: 预算执行率的分值填错的表：换成县里规定的执行分值，分值合计就是100，一张表一行
-- kept: no
-- The points for execution are judged by the county's own weight there: the cell of the weight is what is wrong.
with weights as (
    select
        projects.form_id,
        projects.year,
        projects.execution_weight,
        sum(coalesce(indicators.exact_weight, indicators.weight)) as other_weights,
    from staging.projects
    inner join staging.indicators
        on projects.form_id = indicators.form_id
    group by projects.form_id, projects.year, projects.execution_weight
    having count(*) = count(indicators.weight)

    union all

    select
        indicators.form_id,
        indicators.year,
        max(indicators.weight) filter (where is_execution),
        sum(coalesce(indicators.exact_weight, indicators.weight)) filter (where not is_execution),
    from (
        select
            indicators.*,
            coalesce(name_key(indicators.level3) = parameter('执行率指标', indicators.year), false) as is_execution,
        from staging.indicators
        where indicators.scope = 'department'
    ) as indicators
    group by indicators.form_id, indicators.year
    having count(*) = count(indicators.weight) and count(*) filter (where is_execution) = 1
)

select
    weights.form_id as form_id, -- 表的编号
    cast(parameter('执行分值', weights.year) as decimal(12, 4)) as weight, -- 县里规定的执行分值
from weights
where round(weights.other_weights + weights.execution_weight, 2) <> 100
    and round(weights.other_weights + weight, 2) = 100

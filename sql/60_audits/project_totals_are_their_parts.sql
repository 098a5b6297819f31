-- grain: one project whose machine total is not the sum of its parts although all of it can be judged
-- message: 项目复算总分不等于各项复算得分之和
with parts as (
    select
        indicators.form_id,
        sum(indicators.machine_score) as score,
    from scores.indicators
    where indicators.scope = 'project'
    group by indicators.form_id
),

caps as (
    select
        projects.form_id,
        min(caps.most) as most,
    from scores.projects
    inner join rules.caps
        on in_force(caps.from_year, caps.to_year, projects.year)
            and projects.execution_rate >= caps.low and projects.execution_rate < caps.high
    group by projects.form_id
),

added_up as (
    select
        projects.form_id,
        projects.machine_total,
        projects.machine_execution_score + parts.score as sum,
        greatest(least(sum, coalesce(caps.most, 100)) - projects.deduction, 0) as total,
    from scores.projects
    inner join parts
        on projects.form_id = parts.form_id
    left join caps
        on projects.form_id = caps.form_id
    where projects.assessable_weight = 100 and projects.total_weight = 100
)

select
    added_up.form_id || ': ' || added_up.machine_total || ' <> ' || added_up.sum as detail,
from added_up
where added_up.machine_total <> added_up.total

-- grain: one piece of a township's ranking score, of its gap, or one of its projects; traced.sql shows it
-- 说明: 排名得分、名次、项目平均分、自评减复算从哪里来：由哪些数合成，各乘多少权重
-- set variable township = '瓜里乡'; set variable figure = '排名得分'; set variable year = 2023;
with ranked as (
    select
        townships.*,
        overalls.file,
        overalls.sheet,
        overalls.total_cell,
    from rankings.townships
    left join staging.overalls
        on townships.year = overalls.year and townships.township = overalls.township
    where townships.year = getvariable('year') and townships.township = getvariable('township')
)

select
    ranking.row_no as step,
    '其中' as relation,
    ranking.basis as part,
    case ranking.basis
        when '整体得分' then ranked.machine_total
        when '项目平均分' then ranked.mean_project_score
        when '执行率' then ranked.execution_rate
        when '覆盖率' then ranked.coverage
    end as number,
    case when ranking.basis = '整体得分' then ranked.file end as file,
    case when ranking.basis = '整体得分' then ranked.sheet end as sheet,
    case when ranking.basis = '整体得分' then ranked.total_cell end as cell,
    '占排名得分的' || rtrim(rtrim(cast(ranking.weight as varchar), '0'), '.') || '%' as rule,
from ranked
cross join rules.ranking
where ranking.weight > 0 and getvariable('figure') in ('排名得分', '名次')
    and coalesce(ranking.from_year, 0) <= getvariable('year')
    and getvariable('year') <= coalesce(ranking.to_year, 9999)

union all by name

select
    100 as step,
    '对照' as relation,
    '排名得分' as part,
    ranked.ranking_score as number,
    '排名得分从高到低，相同的按执行率' as rule,
from ranked
where getvariable('figure') = '名次'

union all by name

select
    1 as step,
    '被减数' as relation,
    '自评得分' as part,
    ranked.reported_total as number,
    ranked.file,
    ranked.sheet,
    ranked.total_cell as cell,
    '表内填报' as rule,
from ranked
where getvariable('figure') = '自评减复算'

union all by name

select
    2 as step,
    '减数' as relation,
    '复算得分' as part,
    ranked.machine_total as number,
    ranked.explanation as rule,
from ranked
where getvariable('figure') = '自评减复算'

union all by name

select
    1 as step,
    '其中' as relation,
    projects.project as part,
    projects.machine_total as number,
    staged.file,
    staged.sheet,
    staged.cell,
    projects.explanation as rule,
from scores.projects
inner join staging.projects as staged
    on projects.form_id = staged.form_id
where projects.counted and projects.year = getvariable('year') and projects.township = getvariable('township')
    and getvariable('figure') = '项目平均分'

-- grain: one row a township and figure that differs from the last published set
-- 说明: 较上次发布，各乡镇数字和名次的变化，一个数字一行
with present as (
    unpivot (
        select
            townships.year,
            townships.township,
            cast(townships.initial_budget as decimal(26, 6)) as initial_budget,
            cast(townships.adjusted_budget as decimal(26, 6)) as adjusted_budget,
            cast(townships.executed as decimal(26, 6)) as executed,
            cast(townships.execution_rate as decimal(26, 6)) as execution_rate,
            cast(townships.reported_total as decimal(26, 6)) as reported_total,
            cast(townships.machine_total as decimal(26, 6)) as machine_total,
            cast(townships.project_forms as decimal(26, 6)) as project_forms,
            cast(townships.mean_project_score as decimal(26, 6)) as mean_project_score,
            cast(rankings.rank as decimal(26, 6)) as rank,
        from scores.townships
        inner join rankings.townships as rankings
            on townships.year = rankings.year and townships.township = rankings.township
        where townships.year = getvariable('year') and getvariable('has_previous')
    )
    on initial_budget, adjusted_budget, executed, execution_rate, reported_total, machine_total, project_forms,
        mean_project_score, rank
    into name figure value amount
),

past as (
    unpivot (
        select
            townships.year,
            townships.township,
            cast(townships.initial_budget as decimal(26, 6)) as initial_budget,
            cast(townships.adjusted_budget as decimal(26, 6)) as adjusted_budget,
            cast(townships.executed as decimal(26, 6)) as executed,
            cast(townships.execution_rate as decimal(26, 6)) as execution_rate,
            cast(townships.reported_total as decimal(26, 6)) as reported_total,
            cast(townships.machine_total as decimal(26, 6)) as machine_total,
            cast(townships.project_forms as decimal(26, 6)) as project_forms,
            cast(townships.mean_project_score as decimal(26, 6)) as mean_project_score,
            cast(rankings.rank as decimal(26, 6)) as rank,
        from previous.townships
        inner join previous.rankings
            on townships.year = rankings.year and townships.township = rankings.township
        where townships.year = getvariable('year')
    )
    on initial_budget, adjusted_budget, executed, execution_rate, reported_total, machine_total, project_forms,
        mean_project_score, rank
    into name figure value amount
)

select
    causes.year as year, -- 年度
    causes.township as township, -- 乡镇
    coalesce(present.figure, past.figure) as figure, -- 数字：与 scores.townships 的列同名，rank 为名次
    past.amount as previous_amount, -- 上次
    present.amount as amount, -- 本次
    cast(present.amount - past.amount as decimal(26, 6)) as difference, -- 增减
    causes.cause as cause -- 原因
from present
full outer join past
    on present.township = past.township and present.figure = past.figure
inner join changes.causes
    on coalesce(present.township, past.township) = causes.township
where present.amount is distinct from past.amount
order by causes.township, figure

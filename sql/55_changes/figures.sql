-- grain: one row a township and figure that differs from the last published set
-- 说明: 较上次发布，各乡镇数字和名次的变化，一个数字一行
with townships as (
    select true as is_present, townships.*,
    from scores.townships
    where townships.year = getvariable('year') and getvariable('has_previous')

    union all by name

    select false as is_present, townships.*,
    from previous.townships
    where townships.year = getvariable('year')
),

ranks as (
    select true as is_present, townships.township, townships.rank,
    from rankings.townships
    where townships.year = getvariable('year')

    union all by name

    select false as is_present, rankings.township, rankings.rank,
    from previous.rankings
    where rankings.year = getvariable('year')
),

figures as (
    unpivot (
        select
            townships.is_present,
            townships.township,
            cast(townships.initial_budget as decimal(26, 6)) as initial_budget,
            cast(townships.adjusted_budget as decimal(26, 6)) as adjusted_budget,
            cast(townships.executed as decimal(26, 6)) as executed,
            cast(townships.execution_rate as decimal(26, 6)) as execution_rate,
            cast(townships.reported_total as decimal(26, 6)) as reported_total,
            cast(townships.machine_total as decimal(26, 6)) as machine_total,
            cast(townships.project_forms as decimal(26, 6)) as project_forms,
            cast(townships.mean_project_score as decimal(26, 6)) as mean_project_score,
            cast(ranks.rank as decimal(26, 6)) as rank,
        from townships
        inner join ranks
            on townships.is_present = ranks.is_present and townships.township = ranks.township
    )
    on initial_budget, adjusted_budget, executed, execution_rate, reported_total, machine_total, project_forms,
        mean_project_score, rank
    into name figure value amount
),

paired as (
    select
        figures.township,
        figures.figure,
        max(figures.amount) filter (where not figures.is_present) as previous_amount,
        max(figures.amount) filter (where figures.is_present) as amount,
    from figures
    group by all
)

select
    causes.year as year, -- 年度
    causes.township as township, -- 乡镇
    paired.figure as figure, -- 数字：与 scores.townships 的列同名，rank 为名次
    paired.previous_amount as previous_amount, -- 上次
    paired.amount as amount, -- 本次
    cast(paired.amount - paired.previous_amount as decimal(26, 6)) as difference, -- 增减
    causes.cause as cause -- 原因
from paired
inner join changes.causes
    on paired.township = causes.township
where paired.amount is distinct from paired.previous_amount
order by causes.township, paired.figure

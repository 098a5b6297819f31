-- grain: one project of a year that the year before has too
-- 说明: 项目历年对照：与上年同一个项目相比，一个项目一行；先按财政局的确认，再按编码、名称；同名分不清的不比，金额有错误未改正的不比
with own as (
    select
        projects.form_id,
        projects.year,
        townships.township_code,
        projects.township,
        projects.project,
        name_key(projects.project) as project_key,
        -- A code that the township did not write is that of the ledger, where code, name or a person ties it to it.
        upper(coalesce(
            nullif(regexp_replace(submitted.project_code, '[\s　''’]', '', 'g'), ''),
            ledger.project_code)) as project_code,
        marks.counted_adjusted_budget as adjusted_budget,
        marks.counted_executed as executed,
        marks.execution_rate,
        projects.reported_total,
        projects.machine_total,
        projects.grade,
        ranked.rank,
    from scores.projects
    inner join staging.townships
        on projects.year = townships.year and projects.township = townships.township
    inner join staging.projects as submitted
        on projects.form_id = submitted.form_id
    left join marked.projects as marks
        on projects.form_id = marks.form_id
    left join rankings.projects as ranked
        on projects.form_id = ranked.form_id
    left join staging.ledger_matches
        on projects.form_id = ledger_matches.form_id and projects.year = ledger_matches.year
    left join staging.ledger
        on ledger_matches.year = ledger.year and ledger_matches.township = ledger.township
            and ledger_matches.ledger_key = ledger.ledger_key
    where projects.counted and projects.township is not null and not says_nothing(projects.project)
),

told as (
    select
        own.*,
        count(*) over (partition by own.year, own.township_code, own.project_key) = 1 as is_only_name,
        own.project_code is not null
            and count(*) over (partition by own.year, own.township_code, own.project_code) = 1 as is_only_code,
    from own
),

-- What the bureau said is surer than a code, and a code than a name.
candidates as (
    select
        present.form_id,
        past.form_id as last_form_id,
        case
            when renamings.is_same then '确认'
            when present.is_only_code and past.is_only_code and present.project_code = past.project_code then '编码'
            else '名称'
        end as matched_by,
        array_position(['确认', '编码', '名称'], matched_by) as way,
    from told as present
    inner join told as past
        on present.year = past.year + 1 and present.township_code = past.township_code
    left join staging.renamings
        on present.year = renamings.year and present.township = renamings.township
            and present.project_key = renamings.project_key and past.project_key = renamings.last_project_key
    where renamings.is_same is distinct from false
        and (renamings.is_same and present.is_only_name and past.is_only_name
            or present.project_code = past.project_code and present.is_only_code and past.is_only_code
            or present.project_key = past.project_key and present.is_only_name and past.is_only_name
                -- Of one name and two codes they are two projects.
                and (present.project_code is null or past.project_code is null
                    or present.project_code = past.project_code))
),

-- Each is taken once, the surer way first.
by_present as (
    select
        candidates.*,
    from candidates
    qualify row_number() over (partition by candidates.form_id order by candidates.way, candidates.last_form_id) = 1
),

taken as (
    select
        by_present.*,
    from by_present
    qualify row_number() over (partition by by_present.last_form_id order by by_present.way, by_present.form_id) = 1
),

-- How many years in a row it has been there.
chained as (
    with recursive steps as (
        select taken.form_id, taken.form_id as first_form_id, taken.last_form_id, 2 as years,
        from taken

        union all

        select taken.form_id, steps.first_form_id, taken.last_form_id, steps.years + 1 as years,
        from steps
        inner join taken
            on steps.last_form_id = taken.form_id
    )

    select steps.first_form_id as form_id, max(steps.years) as years,
    from steps
    group by steps.first_form_id
)

select
    present.form_id as form_id, -- 表的编号
    present.year as year, -- 年度
    present.township as township, -- 乡镇
    present.township_code as township_code, -- 单位代码
    present.project as project, -- 项目名称
    past.form_id as last_form_id, -- 上年的表的编号
    past.project as last_project, -- 上年的项目名称
    taken.matched_by as matched_by, -- 怎样认定是同一项目：确认、编码、名称
    cast(chained.years as bigint) as years, -- 连续几年有
    present.adjusted_budget as adjusted_budget, -- 全年预算数（万元）
    past.adjusted_budget as last_adjusted_budget, -- 上年全年预算数（万元）
    cast(present.adjusted_budget - past.adjusted_budget as decimal(18, 6)) as budget_change, -- 预算增减（万元）
    share(budget_change, 100, nullif(past.adjusted_budget, 0)) as budget_change_rate, -- 预算增减（%）
    present.executed as executed, -- 全年执行数（万元）
    past.executed as last_executed, -- 上年全年执行数（万元）
    cast(present.executed - past.executed as decimal(18, 6)) as executed_change, -- 执行增减（万元）
    share(executed_change, 100, nullif(past.executed, 0)) as executed_change_rate, -- 执行增减（%）
    present.execution_rate as execution_rate, -- 执行率（%）
    past.execution_rate as last_execution_rate, -- 上年执行率（%）
    present.reported_total as reported_total, -- 自评得分
    past.reported_total as last_reported_total, -- 上年自评得分
    present.machine_total as machine_total, -- 复算得分
    past.machine_total as last_machine_total, -- 上年复算得分
    cast(present.machine_total - past.machine_total as decimal(18, 2)) as machine_change, -- 复算得分增减
    present.grade as grade, -- 复算等级
    past.grade as last_grade, -- 上年复算等级
    present.rank as rank, -- 名次
    past.rank as last_rank -- 上年名次
from taken
inner join told as present
    on taken.form_id = present.form_id
inner join told as past
    on taken.last_form_id = past.form_id
inner join chained
    on taken.form_id = chained.form_id
order by present.year, present.township_code, present.project, present.form_id

-- grain: one project of the published year that may be one of the year before under another name, or about which a
-- person decided: the columns of 项目更名对应意见
with own as (
    select
        projects.year,
        projects.township,
        projects.form_id,
        projects.project,
        name_key(projects.project) as project_key,
        projects.adjusted_budget,
        count(*) over (partition by projects.year, projects.township, name_key(projects.project)) = 1 as is_only,
    from scores.projects
    where projects.counted and projects.township is not null and not says_nothing(projects.project)
),

fresh as (
    select own.*
    from own
    where own.year = getvariable('year') and own.is_only and own.form_id not in (
        select compared.form_id from rankings.project_years as compared
    )
),

ended as (
    select own.*
    from own
    where own.year = getvariable('year') - 1 and own.is_only and own.form_id not in (
        select compared.last_form_id from rankings.project_years as compared
    )
),

alike as (
    select
        fresh.township,
        fresh.project,
        ended.project as last_project,
        fresh.form_id,
        ended.form_id as last_form_id,
        likeness(fresh.project_key, ended.project_key) as likeness,
        coalesce(abs(fresh.adjusted_budget - ended.adjusted_budget) <= 0.01, false) as has_amount,
    from fresh
    inner join ended
        on fresh.township = ended.township
    left join staging.renamings
        on fresh.year = renamings.year and fresh.township = renamings.township
            and fresh.project_key = renamings.project_key and ended.project_key = renamings.last_project_key
    where renamings.project_key is null and (likeness >= 60 or has_amount and likeness >= 30
        or contains(fresh.project_key, ended.project_key) or contains(ended.project_key, fresh.project_key))
    qualify row_number() over (partition by fresh.form_id order by likeness desc, has_amount desc, ended.form_id) = 1
        and row_number() over (partition by ended.form_id order by likeness desc, has_amount desc, fresh.form_id) = 1
),

asked as (
    select
        alike.township,
        alike.project,
        alike.last_project,
        null::varchar as answer,
        null::varchar as decided_by,
        null::date as decided_on,
    from alike

    union all by name

    select
        renamings.township,
        renamings.project,
        renamings.last_project,
        case when renamings.is_same then '是' else '否' end as answer,
        renamings.decided_by,
        renamings.decided_on,
    from staging.renamings
    where renamings.year = getvariable('year')
)

select
    asked.township as 所属乡镇,
    asked.project as 本年的项目名称,
    asked.last_project as 上年的项目名称,
    asked.answer as 是否同一项目,
    asked.decided_by as 确认人,
    day_words(asked.decided_on) as 确认日期,
from asked
left join staging.townships
    on asked.township = townships.township and townships.year = getvariable('year')
order by asked.answer nulls first, townships.township_code, asked.project, asked.last_project

-- grain: one kind of finding of a township, or of one of its projects, that the year before had too
-- 说明: 连年出现的问题：本年和上年都查出的同一类错误、疑点，乡镇的一类一行，同一项目的一类一行
with present as (
    select
        findings.year,
        findings.township,
        findings.project,
        projects.form_id,
        findings.code,
        findings.severity,
    from checks.findings
    left join scores.projects
        on findings.year = projects.year and findings.township = projects.township
            and name_key(findings.project) = name_key(projects.project) and projects.counted
    where findings.township is not null and findings.severity <> 'note'
),

of_projects as (
    select
        own.year,
        own.township,
        links.project,
        own.code,
        min_by(own.severity, severity_place(own.severity)) as severity,
        count(*) as times,
        (
            select count(*)
            from present as past
            where past.form_id = links.last_form_id and past.code = own.code
        ) as last_times,
    from present as own
    inner join rankings.project_years as links
        on own.form_id = links.form_id
    group by own.year, own.township, links.project, links.last_form_id, own.code
),

of_townships as (
    select
        own.year,
        own.township,
        null::varchar as project,
        own.code,
        min_by(own.severity, severity_place(own.severity)) as severity,
        count(*) as times,
    from present as own
    group by own.year, own.township, own.code
),

both_years as (
    select of_projects.*,
    from of_projects
    where of_projects.last_times > 0

    union all by name

    select
        own.*,
        past.times as last_times,
    from of_townships as own
    inner join of_townships as past
        on own.year = past.year + 1 and own.township = past.township and own.code = past.code
)

select
    both_years.year as year, -- 年度
    both_years.township as township, -- 乡镇
    both_years.project as project, -- 项目名称，乡镇合计的为空
    both_years.code as code, -- 审核代码
    coalesce(checked.name, own_checks.message, both_years.code) as name, -- 审核规则的名称
    both_years.severity as severity, -- 级别
    both_years.times as times, -- 本年几处
    both_years.last_times as last_times -- 上年几处
from both_years
left join rules.checks as checked
    on both_years.code = checked.code and in_force(checked.from_year, checked.to_year, both_years.year)
left join rules.conditions as own_checks
    on both_years.code = own_checks.code and in_force(own_checks.from_year, own_checks.to_year, both_years.year)
order by both_years.year, both_years.township, both_years.project nulls first, both_years.code

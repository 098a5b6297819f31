-- grain: one row a township, then the county
-- 说明: 等级分布
-- sheet: 等级分布
-- order: 8
-- sums: 项目数, *, 不可评
-- each: 复算得分在这一等的项目数，或占项目数的百分比
with lines as (
    select
        1 as part,
        townships.township_code,
        townships.township,
        townships.project_forms,
        townships.ungraded,
    from scores.townships
    where townships.year = getvariable('year')

    union all by name

    select
        2 as part,
        whole() || '合计' as township,
        cast(sum(townships.project_forms) as bigint) as project_forms,
        cast(sum(townships.ungraded) as bigint) as ungraded,
    from scores.townships
    where townships.year = getvariable('year')
),

counted as (
    select
        grades.township_code,
        grades.ordinal,
        grades.grade_no,
        grades.projects,
    from scores.grades
    where grades.year = getvariable('year')

    union all by name

    select
        grades.ordinal,
        grades.grade_no,
        cast(sum(grades.projects) as bigint) as projects,
    from scores.grades
    where grades.year = getvariable('year')
    group by grades.ordinal, grades.grade_no
),

-- The grades of the year by their names, as many as there are: 等级 of the rules makes the columns.
graded as (
    select
        counted.township_code,
        json_group_object(counted.ordinal, counted.projects) as projects,
        min_by(counted.ordinal, counted.grade_no) as highest,
        min_by(counted.projects, counted.grade_no) as in_highest,
    from counted
    group by counted.township_code
)

select
    lines.township as 乡镇, -- 单位名称
    lines.project_forms as 项目数, -- 计入的项目自评表
    unnest(from_json(graded.projects, getvariable('grade_columns'))),
    lines.ungraded as 不可评, -- 没有复算得分
    unnest(from_json(
        json_object(
            graded.highest || '占比（%）',
            cast(share(graded.in_highest, 100, nullif(lines.project_forms, 0)) as varchar)
        ),
        getvariable('grade_share_column')
    )),
from lines
left join graded
    on lines.township_code is not distinct from graded.township_code
order by lines.part, lines.township_code

-- grain: one project whose whole set of indicators, with its targets, is word for word that of another project
-- 说明: 整套指标和指标值与别的项目一字不差的项目，一个项目一行
-- Projects of one kind may rightly have one set: this is no finding, it counts for the quality of the goals (目标质量).
with described as (
    select
        projects.year,
        projects.township,
        projects.project,
        projects.form_id,
        any_value(projects.file) as file,
        any_value(projects.sheet) as sheet,
        any_value(projects.cell) as cell,
        count(*) as indicators,
        -- The project's own name in an indicator is no difference.
        list_sort(list(
            replace(name_key(indicators.level3), name_key(projects.project), '') || '|'
                || coalesce(name_key(indicators.target), '')
        )) as content,
        count(*) filter (where not says_nothing(indicators.target)) as targets,
    from staging.indicators
    inner join staging.projects
        on indicators.form_id = projects.form_id and projects.counted
    where indicators.scope = 'project' and not says_nothing(indicators.level3)
        and not is_execution(indicators.level1, indicators.level3, indicators.year)
    group by projects.year, projects.township, projects.project, projects.form_id
),

-- A few words are soon the same.
alike as (
    select
        described.year,
        described.content,
        count(*) as times,
        list(coalesce(described.township, '') || '“' || coalesce(described.project, '') || '”'
            order by described.township, described.project, described.form_id) as others,
        list(described order by described.form_id) as projects,
    from described
    where described.indicators >= 5 and described.targets >= 5
    group by described.year, described.content
    having count(*) > 1
),

each_one as (
    select
        alike.times,
        alike.others,
        unnest(alike.projects) as own,
    from alike
)

select
    each_one.own.year as year, -- 年度
    each_one.own.township as township, -- 乡镇
    each_one.own.project as project, -- 项目名称
    each_one.own.form_id as form_id, -- 表的编号
    each_one.own.file as file, -- 文件
    each_one.own.sheet as sheet, -- 工作表
    each_one.own.cell as cell, -- 单元格
    each_one.own.indicators || ' 项指标' as value, -- 多少指标雷同
    '与 ' || array_to_string(list_filter(each_one.others, lambda other: other
        <> coalesce(each_one.own.township, '') || '“' || coalesce(each_one.own.project, '') || '”')[1:3], '、')
        || case when each_one.times > 4 then ' 等 ' || (each_one.times - 1) || ' 个项目' else '' end
        || ' 相同' as expected -- 与谁雷同
from each_one
where each_one.own.township is not null
order by year, township, project, form_id

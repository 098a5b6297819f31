-- grain: one project whose name, but for words such as 项目, and amounts are those of an earlier one
-- 说明: 疑似同一项目报了两次
-- severity: warn
-- message: 名称相近、金额相同，疑似同一项目报了两次
-- link: ；
-- fix: 请核对：是同一项目的只留一份；确是两个项目的，把名称写清楚。
with named as (
    select
        projects.*,
        name_key(projects.project) as project_key,
        regexp_replace(regexp_replace(project_key, '[\p{P}\p{S}]', '', 'g'), '(建设|改造|实施|专项)?(项目|工程|经费|资金)+$', '') as stem,
    from staging.projects
    where projects.counted and projects.adjusted_budget > 0
),

numbered as (
    select
        named.*,
        row_number() over same as place,
        first_value(named.project) over same as first_project,
        first_value(named.sheet || coalesce('!' || named.cell, '')) over same as first_place,
    from named
    where length(named.stem) >= 3
    window same as (
        partition by named.year, named.township, named.stem, named.adjusted_budget, named.executed
        order by length(named.project_key), named.project_key, named.form_id
    )
)

select
    numbered.year as year, -- 年度
    numbered.township as township, -- 乡镇
    numbered.project as project, -- 项目名称
    numbered.form_id as form_id, -- 表的编号
    numbered.file as file, -- 文件
    numbered.sheet as sheet, -- 工作表
    numbered.cell as cell, -- 单元格
    numbered.project || '，全年预算数 ' || shown(numbered.adjusted_budget) || '万元' as value, -- 项目和金额
    '与“' || numbered.first_project || '”（' || numbered.first_place || '）相近' as expected, -- 相近的项目
from numbered
where numbered.place > 1

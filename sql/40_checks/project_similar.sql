-- grain: one project that another form has with the same money under the same name or nearly so
-- 说明: 疑似同一项目重复计入
-- severity: warn
-- message: 疑似同一项目重复计入
-- fix: 请核对是否同一项目：是的，只保留一份；确是两个项目的，不必处理。
with named as (
    select
        projects.*,
        regexp_replace(name_key(projects.project), '((建设)?(项目|工程|经费|资金))+$', '') as stem,
    from staging.projects
    where projects.counted and projects.project is not null and projects.adjusted_budget > 0
)

select
    second.year as year, -- 年度
    second.township as township, -- 乡镇
    second.project as project, -- 项目名称
    second.form_id as form_id, -- 表的编号
    second.file as file, -- 文件
    second.sheet as sheet, -- 工作表
    second.cell as cell, -- 单元格
    second.project || '，全年预算数 ' || shown(second.adjusted_budget) || '万元' as value, -- 项目和金额
    '与之相同的有 ' || first.township || '“' || first.project || '” ' || place_of(first.file, first.sheet, first.cell) as expected, -- 另一份所在
from named as second
inner join named as first
    on second.year = first.year and second.stem = first.stem and second.adjusted_budget = first.adjusted_budget
        and second.executed is not distinct from first.executed
        and (second.township, second.form_id) > (first.township, first.form_id)
where second.township = first.township or name_key(second.project) = name_key(first.project)

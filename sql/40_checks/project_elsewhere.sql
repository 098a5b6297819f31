-- grain: one project that another township sent with the same amounts
-- 说明: 同一项目两个乡镇都报
-- across: counties
-- severity: warn
-- message: 另一个乡镇报了名称和金额都相同的项目
-- link: ；
-- fix: 请两个乡镇核对：属于谁的谁报，共同实施的各报各的金额。
with named as (
    select
        projects.*,
        name_key(projects.project) as project_key,
    from staging.projects
    where projects.counted and projects.adjusted_budget > 0
)

select
    own.year as year, -- 年度
    own.township as township, -- 乡镇
    own.project as project, -- 项目名称
    own.form_id as form_id, -- 表的编号
    own.file as file, -- 文件
    own.sheet as sheet, -- 工作表
    own.cell as cell, -- 单元格
    own.project || '，全年预算数 ' || shown(own.adjusted_budget) || '万元' as value, -- 项目和金额
    string_agg(distinct others.township, '、' order by others.township) || '也报了' as expected, -- 另一个乡镇
from named as own
inner join named as others
    on own.year = others.year and own.project_key = others.project_key
        and own.adjusted_budget = others.adjusted_budget and own.executed is not distinct from others.executed
where own.township <> others.township
group by all

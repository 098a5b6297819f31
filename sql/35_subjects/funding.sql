-- grain: one source of funds of a project that counts, in the words that 自定义审核 uses
-- 说明: 自定义审核的对象“资金来源”：一个项目一个来源一行，金额单位万元
-- view: 资金来源
select
    funding.year as year, -- 年度
    funding.township as township, -- 乡镇
    projects.project as project, -- 项目名称
    funding.form_id as form_id, -- 表的编号
    projects.file as file, -- 文件
    projects.sheet as sheet, -- 工作表
    funding.adjusted_budget_cell as cell, -- 单元格
    funding.township as 乡镇, -- 乡镇
    projects.project as 项目名称, -- 项目名称
    funding.source as 资金来源, -- 资金来源：当年财政拨款、上年结转资金、其他资金
    funding.initial_budget as 年初预算数, -- 年初预算数（万元）
    funding.adjusted_budget as 全年预算数, -- 全年预算数（万元）
    funding.executed as 全年执行数, -- 全年执行数（万元）
from staging.funding
inner join staging.projects
    on funding.form_id = projects.form_id and projects.counted
order by funding.year, funding.township, projects.file, funding.form_id, funding.source

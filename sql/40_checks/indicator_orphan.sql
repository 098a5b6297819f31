-- grain: one project that an indicator list names but that the township did not submit
-- 说明: 指标没有对应的项目
-- severity: error
-- message: 指标明细表中的项目没有项目自评表或汇总表，指标未计入
-- fix: 请核对项目名称是否与项目自评表（汇总表）一致，或补报该项目。
select
    indicators.year as year, -- 年度
    indicators.township as township, -- 乡镇
    indicators.project as project, -- 项目名称
    indicators.file as file, -- 文件
    indicators.sheet as sheet, -- 工作表
    min_by(indicators.cell, indicators.row_no) as cell, -- 单元格
    count(*) || ' 个指标' as value, -- 指标个数
from staging.indicators
where indicators.scope = 'project' and indicators.township is not null
    and not exists (from staging.projects where projects.form_id = indicators.form_id)
group by indicators.year, indicators.township, indicators.project, indicators.file, indicators.sheet

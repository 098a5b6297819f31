-- grain: one row a project that counts; an amount under an open error is left empty
-- 说明: 供汇总的项目：不重复，有错误未改正的金额留空，一个项目一行，金额单位万元
-- view: 有效项目
-- kept: as a view
select
    projects.year as 年度, -- 年度
    projects.township as 乡镇, -- 乡镇
    projects.project as 项目名称, -- 项目名称
    projects.department as 主管部门, -- 主管部门
    projects.implementer as 实施单位, -- 实施单位
    projects.counted_initial_budget as 年初预算数, -- 年初预算数（万元），有误的为空
    projects.counted_adjusted_budget as 全年预算数, -- 全年预算数（万元），有误的为空
    projects.counted_executed as 全年执行数, -- 全年执行数（万元），有误的为空
    projects.execution_rate as 执行率, -- 计算的执行率（%），有误的为空
    projects.is_left_out as 金额有误, -- 有错误未改正，金额未计入
    projects.words as 有误的数, -- 照填报
    projects.form_id as form_id, -- 表的编号
from marked.projects

-- grain: one project that counts, in the words that 自定义审核 uses
-- 说明: 自定义审核的对象“项目”：一个项目一行，金额单位万元
-- view: 项目
select
    scored.year as year, -- 年度
    scored.township as township, -- 乡镇
    scored.project as project, -- 项目名称
    scored.form_id as form_id, -- 表的编号
    staged.file as file, -- 文件
    staged.sheet as sheet, -- 工作表
    coalesce(staged.cell, staged.adjusted_budget_cell) as cell, -- 单元格
    scored.township as 乡镇, -- 乡镇
    scored.project as 项目名称, -- 项目名称
    staged.department as 主管部门, -- 主管部门
    staged.implementer as 实施单位, -- 实施单位
    staged.initial_budget as 年初预算数, -- 年初预算数（万元）
    staged.adjusted_budget as 全年预算数, -- 全年预算数（万元）
    staged.executed as 全年执行数, -- 全年执行数（万元）
    scored.execution_rate as 执行率, -- 复算的执行率（%）
    staged.reported_rate as 填报执行率, -- 填报的执行率（%）
    scored.reported_execution_score as 执行率得分, -- 执行率自评得分
    scored.reported_total as 自评总分, -- 自评总分
    scored.machine_total as 复算总分, -- 复算总分
    scored.grade as 等级, -- 按复算总分的等级
    staged.goal_expected as 预期目标, -- 预期目标
    staged.goal_actual as 实际完成情况, -- 实际完成情况
    (select count(*) from staging.indicators where indicators.form_id = scored.form_id) as 指标个数, -- 三级指标个数
    last_year.adjusted_budget as 上年全年预算数, -- 同名项目上年的全年预算数（万元）
    last_year.executed as 上年全年执行数, -- 同名项目上年的全年执行数（万元）
from scores.projects as scored
inner join staging.projects as staged
    on scored.form_id = staged.form_id
left join staging.projects as last_year
    on scored.year = last_year.year + 1 and scored.township = last_year.township and last_year.counted
        and name_key(scored.project) = name_key(last_year.project)
where scored.counted
order by scored.year, scored.township, staged.file, staged.form_no, staged.row_no

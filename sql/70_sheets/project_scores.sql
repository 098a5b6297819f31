-- grain: one row a project that counts
-- 说明: 项目得分
-- sheet: 项目得分
-- order: 4
select
    ranked.township as 乡镇, -- 单位名称
    ranked.project as 项目名称, -- 表内填报
    ranked.adjusted_budget as "全年预算数（万元）", -- 表内填报
    projects.executed as "全年执行数（万元）", -- 表内填报
    ranked.execution_rate as "执行率（%）", -- 全年执行数÷全年预算数
    projects.reported_execution_score as 执行率自评得分, -- 表内填报
    projects.machine_execution_score as 执行率复算得分, -- 按规则复算
    projects.reported_indicator_score as 指标自评得分, -- 各指标自评得分之和
    projects.machine_indicator_score as 指标复算得分, -- 各指标复算得分之和
    ranked.reported_total as 自评总分, -- 表内填报
    ranked.machine_total as 复算总分, -- 按规则复算
    ranked.gap as 自评减复算, -- 两者之差
    ranked.grade as 等级, -- 按复算总分
    ranked.township_rank as 乡镇内名次, -- 同分并列
    ranked.rank as 全县名次, -- 同分并列
    place_of(staged.file, staged.sheet, staged.cell) as 出处, -- 文件、工作表、单元格（项目名称）
    place_of(staged.file, staged.sheet, staged.adjusted_budget_cell) as "全年预算数（万元）的出处", -- 文件、工作表、单元格
    place_of(staged.file, staged.sheet, staged.executed_cell) as "全年执行数（万元）的出处", -- 文件、工作表、单元格
    place_of(staged.file, staged.sheet, staged.execution_score_cell) as 执行率自评得分的出处, -- 文件、工作表、单元格
    place_of(staged.file, staged.sheet, staged.total_cell) as 自评总分的出处, -- 文件、工作表、单元格
from rankings.projects as ranked
inner join scores.projects
    on ranked.form_id = projects.form_id
inner join staging.projects as staged
    on ranked.form_id = staged.form_id
inner join staging.townships
    on ranked.year = townships.year and ranked.township = townships.township
where ranked.year = getvariable('year')
order by townships.township_code, staged.file, staged.form_no, staged.row_no

-- grain: one row an indicator of a project that counts
-- 说明: 指标明细
-- sheet: 指标明细
-- order: 6
-- prints: 计分依据
select
    indicators.township as 乡镇, -- 单位名称
    indicators.project as 项目名称, -- 表内填报
    indicators.level1 as 一级指标, -- 表内填报
    indicators.level2 as 二级指标, -- 表内填报
    indicators.level3 as 三级指标, -- 表内填报
    indicators.target as 指标值, -- 表内填报
    indicators.actual as 完成值, -- 表内填报
    cast(indicators.weight as decimal(7, 2)) as 分值, -- 表内填报
    indicators.reported_score as 自评得分, -- 表内填报
    indicators.machine_score as 复算得分, -- 按规则复算，不可评为空
    indicators.gap as 自评减复算, -- 两者之差
    indicators.kind as 计分方法, -- 正向、反向、等于、定性、不可评
    indicators.basis as 计分依据, -- 怎样算出来的
    indicators.exact_score as 复算得分六位小数, -- 合计用，各项先加后舍入
    indicators.reason as 偏差原因及改进措施, -- 表内填报
    place_of(indicators.file, indicators.sheet, indicators.level3_cell) as 出处, -- 文件、工作表、单元格（三级指标）
    place_of(indicators.file, indicators.sheet, indicators.cell) as 自评得分的出处, -- 文件、工作表、单元格
    place_of(indicators.file, indicators.sheet, indicators.actual_cell) as 完成值的出处, -- 文件、工作表、单元格
    place_of(indicators.file, indicators.sheet, indicators.target_cell) as 指标值的出处, -- 文件、工作表、单元格
    place_of(indicators.file, indicators.sheet, indicators.weight_cell) as 分值的出处, -- 文件、工作表、单元格
from scores.indicators
inner join staging.projects
    on indicators.form_id = projects.form_id and projects.counted
inner join staging.townships
    on indicators.year = townships.year and indicators.township = townships.township
where indicators.scope = 'project' and indicators.year = getvariable('year')
order by townships.township_code, projects.file, projects.form_no, projects.row_no, indicators.row_no

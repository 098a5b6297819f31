-- grain: one indicator that the township scores above what the rules give
-- 说明: 自评得分高于按规则重算的得分
-- severity: warn
-- tolerance: 0.01
-- message: 自评得分高于按规则复算的得分
-- link: ；
-- fix: 请按完成值与指标值的比例重新计分，或补充说明依据。
select
    indicators.year as year, -- 年度
    indicators.township as township, -- 乡镇
    indicators.project as project, -- 项目名称
    indicators.form_id as form_id, -- 表的编号
    indicators.row_no as row_no, -- 表内行号
    indicators.file as file, -- 文件
    indicators.sheet as sheet, -- 工作表
    indicators.cell as cell, -- 单元格
    indicators.level3 || ' 自评 ' || shown(indicators.reported_score)
        || ' 分（指标值 ' || indicators.target || '，完成值 ' || indicators.actual || '）' as value, -- 自评得分
    '复算 ' || shown(indicators.machine_score) || ' 分' as expected, -- 复算得分
from scores.indicators
-- Above the weight is an error of its own.
where indicators.gap > tolerance('score_inflated', indicators.year) and indicators.kind in ('正向', '反向', '等于', '区间', '方向不明')
    and round(indicators.reported_score, 2) <= round(indicators.weight, 2)

-- grain: one qualitative indicator scored outside its band
-- 说明: 定性指标得分不在档次内
-- severity: warn
-- message: 定性指标的得分与所填档次不符
-- fix: 请按达成、部分达成、未达成三档的得分范围重新计分。
select
    indicators.year as year, -- 年度
    indicators.township as township, -- 乡镇
    indicators.project as project, -- 项目名称
    indicators.form_id as form_id, -- 表的编号
    indicators.row_no as row_no, -- 表内行号
    indicators.file as file, -- 文件
    indicators.sheet as sheet, -- 工作表
    indicators.cell as cell, -- 单元格
    indicators.level3 || ' 填“' || indicators.actual || '”，得 '
        || shown(indicators.reported_score) || ' 分' as value, -- 自评得分
    indicators.basis as expected, -- 应在的范围
from scores.indicators
where indicators.kind = '定性' and indicators.gap <> 0 and indicators.reported_score <= indicators.weight

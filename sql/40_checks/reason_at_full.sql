-- grain: one indicator with full marks and a reason why it was not reached
-- 说明: 满分却写了未完成的原因
-- severity: warn
-- message: 得分为满分，却填写了未完成的原因
-- link: ；
-- fix: 请核对：没有完成的如实评分；已经完成的删去原因。
select
    indicators.year as year, -- 年度
    indicators.township as township, -- 乡镇
    indicators.project as project, -- 项目名称
    indicators.form_id as form_id, -- 表的编号
    indicators.row_no as row_no, -- 表内行号
    indicators.file as file, -- 文件
    indicators.sheet as sheet, -- 工作表
    coalesce(indicators.reason_cell, indicators.cell) as cell, -- 单元格
    indicators.level3 || ' 得 ' || shown(indicators.reported_score) || ' 分' as value, -- 得分
    left(indicators.reason, 40) as expected, -- 填写的原因
from staging.indicators
where indicators.weight > 0 and round(indicators.reported_score, 2) = round(indicators.weight, 2)
    and not says_nothing(indicators.reason)
    and regexp_matches(indicators.reason, '未完成|未达|未能|未按|没有完成|没完成|不足|不到位|滞后|延期|延迟|推迟|拖延|较晚|偏低')

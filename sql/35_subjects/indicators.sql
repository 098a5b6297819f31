-- grain: one indicator, in the words that 自定义审核 uses
-- 说明: 自定义审核的对象“指标”：一个三级指标一行
-- view: 指标
select
    indicators.year as year, -- 年度
    indicators.township as township, -- 乡镇
    indicators.project as project, -- 项目名称
    indicators.form_id as form_id, -- 表的编号
    indicators.row_no as row_no, -- 表内行号
    indicators.file as file, -- 文件
    indicators.sheet as sheet, -- 工作表
    indicators.cell as cell, -- 单元格
    indicators.township as 乡镇, -- 乡镇
    indicators.project as 项目名称, -- 项目名称，部门整体的为空
    indicators.level1 as 一级指标, -- 一级指标
    indicators.level2 as 二级指标, -- 二级指标
    indicators.level3 as 三级指标, -- 三级指标
    indicators.target as 指标值, -- 年度指标值
    indicators.actual as 完成值, -- 实际完成值
    indicators.target_number as 指标数值, -- 指标值的数值
    indicators.actual_number as 完成数值, -- 完成值的数值
    indicators.weight as 分值, -- 分值
    indicators.reported_score as 自评得分, -- 自评得分
    indicators.machine_score as 复算得分, -- 复算得分，不可评为空
    indicators.reason as 偏差原因, -- 偏差原因分析及改进措施
from scores.indicators
order by indicators.year, indicators.township, indicators.file, indicators.form_id, indicators.row_no

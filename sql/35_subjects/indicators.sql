-- grain: one indicator, in the words that 自定义审核 uses
-- 说明: 自定义审核的对象“指标”：一个三级指标一行
-- view: 指标
select
    scored.year as year, -- 年度
    scored.township as township, -- 乡镇
    scored.project as project, -- 项目名称
    scored.form_id as form_id, -- 表的编号
    scored.row_no as row_no, -- 表内行号
    scored.file as file, -- 文件
    scored.sheet as sheet, -- 工作表
    scored.cell as cell, -- 单元格
    scored.township as 乡镇, -- 乡镇
    scored.project as 项目名称, -- 项目名称，部门整体的为空
    scored.level1 as 一级指标, -- 一级指标
    scored.level2 as 二级指标, -- 二级指标
    scored.level3 as 三级指标, -- 三级指标
    scored.target as 指标值, -- 年度指标值
    scored.actual as 完成值, -- 实际完成值
    scored.target_number as 指标数值, -- 指标值的数值
    scored.actual_number as 完成数值, -- 完成值的数值
    scored.weight as 分值, -- 分值
    scored.reported_score as 自评得分, -- 自评得分
    scored.machine_score as 复算得分, -- 复算得分，不可评为空
    staged.reason as 偏差原因, -- 偏差原因分析及改进措施
from scores.indicators as scored
inner join staging.indicators as staged
    on scored.form_id = staged.form_id and scored.scope = staged.scope and scored.row_no = staged.row_no and scored.file = staged.file
order by scored.year, scored.township, scored.file, scored.form_id, scored.row_no

-- grain: one indicator in a hidden row or column of a form that counts
-- 说明: 指标行被隐藏
-- severity: error
-- message: 指标所在的行或列被隐藏
-- fix: 请取消隐藏：属于本表的恢复显示，不需要的删除。隐藏的指标不计得分。
select
    hidden_rows.year as year, -- 年度
    hidden_rows.township as township, -- 乡镇
    hidden_rows.form_id as form_id, -- 表的编号
    hidden_rows.row_no as row_no, -- 表内行号
    hidden_rows.file as file, -- 文件
    hidden_rows.sheet as sheet, -- 工作表
    hidden_rows.cell as cell, -- 单元格
    hidden_rows.level3 || '，分值 ' || shown(round(hidden_rows.weight, 2)) as value, -- 隐藏的指标
from staging.hidden_rows

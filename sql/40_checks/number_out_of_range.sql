-- grain: one number too large to be true
-- 说明: 数值过大
-- severity: error
-- message: 数值过大，没有采用
-- fix: 请核对位数和单位：金额应小于10亿万元，分值和得分应小于1000，比率应小于100000%。
select
    entries.year as year, -- 年度
    entries.township as township, -- 乡镇
    entries.form_id as form_id, -- 表的编号
    entries.row_no as row_no, -- 表内行号
    entries.file as file, -- 文件
    entries.sheet as sheet, -- 工作表
    entries.cell as cell, -- 单元格
    entries.text as value, -- 填写的内容
from staging.entries
where entries.issue = 'number_out_of_range'

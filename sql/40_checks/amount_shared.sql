-- grain: one number of a table that is merged over several rows
-- 说明: 数字合并在几行上
-- severity: error
-- drops: yes
-- message: 一个数字合并在几行上，不能确定各行是多少，未计入
-- fix: 请取消合并，分行填写各自的数字。
select
    entries.year as year, -- 年度
    entries.township as township, -- 乡镇
    entries.form_id as form_id, -- 表的编号
    entries.row_no as row_no, -- 表内行号
    entries.file as file, -- 文件
    entries.sheet as sheet, -- 工作表
    entries.cell as cell, -- 单元格
    entries.text as value, -- 填写的数字
from staging.entries
where entries.issue = 'amount_shared' and entries.text is not null

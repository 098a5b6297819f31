-- grain: one whole-township form beside the one that counts
-- 说明: 同一种表重复
-- severity: warn
-- message: 同一种表报了不止一份，这一份没有计入
-- link: ；
-- fix: 请只保留正确的一份；有改动的，请报送改正后的完整文件。
select
    forms.year as year, -- 年度
    forms.township as township, -- 乡镇
    forms.form_id as form_id, -- 表的编号
    forms.file as file, -- 文件
    forms.sheet as sheet, -- 工作表
    forms.cell as cell, -- 单元格
    forms.title as value, -- 表名
    '计入的是 ' || forms.counted_place as expected, -- 计入的那份
from staging.forms
where forms.counted_place is not null

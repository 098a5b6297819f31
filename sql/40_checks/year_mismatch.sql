-- grain: one form, or one whole file, for another year than the one it was handed in for
-- 说明: 年度不符
-- severity: error
-- message: 表内年度与报送年度不符
-- fix: 请核对是否误用上年的表；确为本年的，请改正表内年度。
select
    forms.year as year, -- 年度
    forms.township as township, -- 乡镇
    forms.project as project, -- 项目名称
    forms.form_id as form_id, -- 表的编号
    forms.file as file, -- 文件
    forms.sheet as sheet, -- 工作表
    forms.year_cell as cell, -- 单元格
    forms.year_text as value, -- 表内年度
    forms.year || '年度' || case
        when forms.is_leftover then '（本年的另有一份，这一份没有计入）'
        when forms.is_other_year then '（这一份没有计入）'
        else ''
    end as expected, -- 报送年度
from staging.forms
where (forms.is_counted or forms.is_leftover or forms.is_other_year) and forms.form_year <> forms.year

union all by name

select
    files.year as year,
    files.township as township,
    files.file as file,
    files.form_year || '年度' as value,
    files.year || '年度' as expected,
from sources.files
where files.fate = 'skipped' and files.form_year <> files.year

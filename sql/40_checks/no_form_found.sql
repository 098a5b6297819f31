-- grain: one file that was read whole but holds no form
-- 说明: 没有自评表
-- severity: warn
-- drops: yes
-- message: 文件可以打开，但没有识别出任何自评表
-- fix: 请核对是否报错文件；确为自评表的，请按统一表样填报。
select
    files.year as year, -- 年度
    files.township as township, -- 乡镇
    files.file as file, -- 文件
from sources.files
where files.fate = 'read' and not is_of_bureau(files.file)
    and not exists (from sources.fields where fields.file = files.file and fields.field = 'form')

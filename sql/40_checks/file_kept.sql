-- grain: one file that counts as the last run read it, for it was being saved while this one looked
-- 说明: 运行时文件正在保存，按上次读取的版本计入
-- severity: note
-- message: 运行时文件正在保存或复制，没有按新内容计入
-- fix: 请保存并关闭文件；下次运行会读取新的内容，无需重新报送。
select
    files.year as year, -- 年度
    files.township as township, -- 乡镇
    files.file as file, -- 文件
    files.reason as value, -- 按哪个版本计入
from sources.files
where files.fate = 'read' and files.reason is not null

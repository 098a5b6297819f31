-- grain: one file that could not be read
-- 说明: 文件不能读取
-- severity: error
-- drops: yes
-- message: 文件不能读取
-- fix: 请按提示处理后重新报送。
select
    files.year as year, -- 年度
    files.township as township, -- 乡镇
    files.file as file, -- 文件
    files.reason as value, -- 原因
    files.step as fix, -- 改正办法
from sources.files
where files.fate = 'unreadable'

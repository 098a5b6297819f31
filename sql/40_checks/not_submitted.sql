-- grain: one township of the roster without a form that counts
-- 说明: 未报送
-- severity: error
-- message: 没有收到可计入的自评材料
-- fix: 请尽快报送自评表；已报送的，请按该乡镇文件的问题说明处理后重新报送。
select
    townships.year as year, -- 年度
    townships.township as township, -- 乡镇
    min(files.file) as file, -- 文件
    string_agg(files.file || '，' || files.reason, '；' order by files.file) as value, -- 现状
from staging.townships
left join scores.townships as scored
    on townships.year = scored.year and townships.township_code = scored.township_code
left join sources.files
    on townships.year = files.year and townships.township_code = files.township_code and files.fate <> 'read'
where not scored.is_submitted
group by townships.year, townships.township

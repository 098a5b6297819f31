-- grain: one township of whose files it is not known which is the later one
-- 说明: 材料先后不明
-- severity: warn
-- message: 几份材料以哪份为准不能确定
-- link: ；
-- fix: 请财政局问明乡镇，在 处理意见.xlsx 的“材料取舍意见”中选定；乡镇重新报送的，请在文件名中写明 修订、终稿 或日期。
select
    uncertain.year as year, -- 年度
    uncertain.township as township, -- 乡镇
    array_to_string(list('“' || uncertain.file || '”与“' || uncertain.newer_file || '”'
        order by uncertain.file, uncertain.newer_file)[1:3], '、')
        || case when count(*) > 3 then '等 ' || count(*) || ' 对' else '' end as value, -- 哪些材料
    '同一批到件，文件名看不出先后，暂按文件时间较晚的'
        || case when count(distinct uncertain.newer_file) = 1
            then '“' || any_value(uncertain.newer_file) || '”' else '' end
        || '计入，复制、解压会改变文件时间' as expected -- 现在怎样计入
from staging.uncertain
where uncertain.township is not null
group by uncertain.year, uncertain.township

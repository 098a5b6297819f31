-- grain: one year folder of the inputs
-- 说明: 输入文件夹中的年度
select
    cast(years.year as integer) as year, -- 年度
from read_parquet(getvariable('years')) as years
order by years.year

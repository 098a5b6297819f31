-- grain: one day on which a set of the year was published
-- 说明: 看过输入文件夹的日子：同一天运行几次只算一次
with days as (
    select looks.day from previous.looks

    union

    select getvariable('today') as day
)

select
    cast(days.day as date) as day, -- 日期
from days
order by days.day

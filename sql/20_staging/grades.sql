-- grain: one grade of a year
-- 说明: 各年度的评价等级，一个年度一个等级一行
select
    years.year as year, -- 年度
    row_number() over (partition by years.year order by grades.low desc) as grade_no, -- 等级的次序，1 为最高一等
    grades.ordinal || grades.name as grade, -- 等级和名称：一等优良
    grades.ordinal as ordinal, -- 等级：一等
    grades.name as name, -- 名称：优良
    grades.aliases as aliases, -- 其他写法
    grades.low as low, -- 下限（含）
    grades.high as high, -- 上限（不含，100分含）
from rules.grades
inner join sources.years
    on in_force(grades.from_year, grades.to_year, years.year)
order by years.year, grade_no

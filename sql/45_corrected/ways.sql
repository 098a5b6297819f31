-- grain: one way to correct a finding that says of each of its cells what it would be
-- 说明: 可以重算的改法：各单元格应改成的数都已确定，一种改法一行
select
    changes.way as way, -- 改法的编号
    changes.finding_id as finding_id, -- 问题编号
    changes.of_ways as of_ways, -- 这个问题共有几种改法
    changes.is_guess as is_guess, -- 应改成的数是按疑似的单位推算的
    changes.year as year, -- 年度
    changes.township as township, -- 乡镇
from corrected.changes
group by all
having count(*) = count(changes.cell) and count(*) = count(changes.would_be)

-- grain: one score, rate or rank of a year that is compared with the year before
-- 说明: 与上年同期相比，多少乡镇提高、多少下降，是哪些；一个年度一个数字一行
select
    compared.year as year, -- 年度
    compared.figure as figure, -- 数字
    compared.name as name, -- 数字的说法
    count(*) as townships, -- 两年都有的乡镇（个）
    count(*) filter (where compared.way = '提高') as better, -- 提高的（个）
    count(*) filter (where compared.way = '下降') as worse, -- 下降的（个）
    count(*) filter (where compared.way = '持平') as same, -- 持平的（个）
    string_agg(compared.township, '、' order by abs(compared.change) desc, compared.township_code)
        filter (where compared.way = '提高') as better_list, -- 提高的乡镇，多的在前
    string_agg(compared.township, '、' order by abs(compared.change) desc, compared.township_code)
        filter (where compared.way = '下降') as worse_list, -- 下降的乡镇，多的在前
    '与上年相比，' || compared.name || concat_ws('，',
        case when better > 0 then '提高的有' || better || '个乡镇（' || better_list || '）' end,
        case when worse > 0 then '下降的有' || worse || '个乡镇（' || worse_list || '）' end,
        case when same > 0 then '持平的有' || same || '个乡镇' end
    ) || '。' as says -- 一句话
from rankings.same_period as compared
where compared.township_code is not null and compared.way is not null
group by compared.year, compared.figure, compared.figure_no, compared.name
order by compared.year, compared.figure_no

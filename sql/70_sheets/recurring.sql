-- grain: one kind of finding of a township that the year before had too
-- 说明: 连年问题：各乡镇本年和上年都查出的同一类错误、疑点，上年没有材料的不列
-- sheet: 连年问题
-- order: 20
-- empty: left out
select
    recurring.township as 乡镇, -- 单位名称
    severity_word(recurring.severity) as 级别, -- 错误、疑点
    recurring.name as 问题, -- 审核规则的名称
    recurring.last_times as "上年（处）", -- 上年查出的个数
    recurring.times as "本年（处）", -- 本年查出的个数
    (
        select count(*)
        from rankings.recurring as again
        where again.year = recurring.year and again.township = recurring.township and again.code = recurring.code
            and again.project is not null
    ) as 同一项目再次出现的, -- 其中同一项目两年都有的项目个数，逐个见“历年对照”
from rankings.recurring
left join staging.townships
    on recurring.year = townships.year and recurring.township = townships.township
where recurring.year = getvariable('year') and recurring.project is null
order by townships.township_code, severity_place(recurring.severity), recurring.times desc, recurring.code

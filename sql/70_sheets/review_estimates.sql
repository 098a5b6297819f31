-- grain: one stratum of the draw, and the county, once any project has been reviewed
-- 说明: 由抽查复核的结果推断全部项目：自评平均高出多少分、误差范围、样本说明不了什么
-- sheet: 复核推断
-- order: 22
-- empty: left out
select
    coalesce(estimates.township, case when estimates.stratum = '全县' then whole() end) as 乡镇, -- 随机层按乡镇，风险、金额两层不分乡镇
    if(estimates.stratum = '全县', whole(), estimates.stratum) as 层, -- 风险、金额、随机、全县
    estimates.projects as 全部项目, -- 这一层的项目数
    estimates.drawn as 抽中项目, -- 其中抽中的
    estimates.reviewed as 已复核项目, -- 其中已经复核的
    estimates.mean_overstated as "自评平均高出（分）", -- 自评减复核的平均数，负数为偏低
    estimates.bound as "误差范围（±分）", -- 95%
    estimates.limits as 说明 -- 样本说明不了什么
from rankings.review_estimates as estimates
where estimates.year = getvariable('year')
    and exists (from rankings.review_estimates as any_of where any_of.year = estimates.year and any_of.reviewed > 0)
order by estimates.stratum <> '全县', array_position(['风险', '金额', '随机'], estimates.stratum), estimates.township

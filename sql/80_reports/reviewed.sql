-- grain: one project whose re-check is complete
-- 说明: 通报的附件复核结果：自评得分、复核得分和核减，一个项目一行，几人复核的各一行
-- part: 复核结果表
select
    row_number() over (order by reviews.township, reviews.project, reviews.reviewer, reviews.review_id) as 序号, -- 次序
    reviews.township as 乡镇, -- 单位名称
    reviews.project as 项目名称, -- 项目名称
    reviews.self_total as "自评得分（分）", -- 自评得分合计
    reviews.review_total as "复核得分（分）", -- 复核得分合计
    case when reviews.change < 0 then -reviews.change end as "核减（分）", -- 自评减复核，没有核减的为空
    reviews.grade as 复核等级, -- 按复核得分
    concat_ws('；', reviews.reasons, '结论为' || concluded.conclusion) as 核减原因 -- 主要扣分原因和复核结论
from scores.reviews
left join (
    select
        staged.review_id,
        any_value(staged.conclusion) as conclusion,
    from staging.reviews as staged
    group by staged.review_id
) as concluded
    on reviews.review_id = concluded.review_id
where reviews.year = getvariable('year') and reviews.review_total is not null and reviews.form_id is not null
order by 序号

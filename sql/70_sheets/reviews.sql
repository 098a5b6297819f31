-- grain: one project that was re-checked
-- 说明: 抽查复核结果：自评、复算、复核三本账
-- sheet: 复核结果
-- order: 21
-- empty: left out
select
    reviews.township as 乡镇, -- 乡镇
    reviews.project as 项目名称, -- 项目名称
    reviews.self_total as "底稿自评得分（分）", -- 复核底稿中各指标自评得分之和
    reviews.machine_total as "复算得分（分）", -- 复算总分
    reviews.review_total as "复核得分（分）", -- 复核得分合计
    reviews.change as "复核减自评（分）", -- 复核减自评
    reviews.grade as 复核等级, -- 按复核得分的等级
    reviews.open_rows as 未复核指标数, -- 没有复核得分或者得分不在分值之内的指标数
    reviews.reasons as 主要扣分原因, -- 主要扣分原因
    reviews.reviewer as 复核人, -- 复核人
from scores.reviews
where reviews.year = getvariable('year')
order by reviews.township, reviews.project, reviews.review_id

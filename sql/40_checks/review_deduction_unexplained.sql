-- grain: one indicator that a reviewer cut, or gave nothing, without a reason
-- 说明: 复核扣分没有原因
-- severity: warn
-- message: 复核扣了分，没有写明原因
-- fix: 请复核人在备注栏写明扣分原因和口径。
select
    reviews.year as year, -- 年度
    reviews.township as township, -- 乡镇
    reviews.project as project, -- 项目名称
    reviews.form_id as form_id, -- 表的编号
    reviews.file as file, -- 文件
    reviews.sheet as sheet, -- 工作表
    reviews.cell as cell, -- 单元格
    reviews.level3 || ' 自评 ' || shown(reviews.self_score)
        || ' 分，复核 ' || shown(reviews.review_score) || ' 分' as value, -- 得分
from staging.reviews
where reviews.review_score < reviews.self_score and says_nothing(reviews.note)
    -- What no reviewer can give is a finding of review_over_weight, which mends this one too.
    and not exists (
        from checks.review_over_weight as wrong
        where wrong.file = reviews.file and wrong.sheet = reviews.sheet and wrong.cell = reviews.cell
    )

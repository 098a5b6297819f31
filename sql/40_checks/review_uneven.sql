-- grain: one indicator that was cut at another rate than the same defect elsewhere
-- 说明: 同样的问题扣分比例不同
-- across: counties
-- severity: warn
-- message: 同样的扣分原因，扣分比例与其他项目不同
-- fix: 请统一口径：同样的问题按同样的比例扣分。
with cuts as (
    select
        reviews.*,
        name_key(reviews.note) as defect,
        share(reviews.self_score - reviews.review_score, 100, nullif(reviews.self_score, 0)) as cut,
    from staging.reviews
    where reviews.review_score < reviews.self_score and not says_nothing(reviews.note)
),

usual as (
    select
        cuts.year,
        cuts.defect,
        mode(cuts.cut order by cuts.cut) as cut,
        count(*) as times,
    from cuts
    group by cuts.year, cuts.defect
)

select
    cuts.year as year, -- 年度
    cuts.township as township, -- 乡镇
    cuts.project as project, -- 项目名称
    cuts.form_id as form_id, -- 表的编号
    cuts.file as file, -- 文件
    cuts.sheet as sheet, -- 工作表
    cuts.cell as cell, -- 单元格
    cuts.level3 || ' 扣 ' || shown(cuts.cut) || '%（' || cuts.note || '）' as value, -- 扣分比例
    '同样的原因多数扣 ' || shown(usual.cut) || '%' as expected, -- 多数的比例
from cuts
inner join usual
    on cuts.year = usual.year and cuts.defect = usual.defect and usual.times > 1
-- Reviews in practice allow 10 points of difference.
where abs(cuts.cut - usual.cut) > 10

-- grain: one township that sent its forms and no report in Word, in a county whose others sent theirs
-- 说明: 缺自评报告
-- across: counties
-- severity: note
-- message: 没有收到自评报告（Word）
-- fix: 请补报自评报告；本县不要求的，请财政局在规则的审核中停用这一项。
select
    submitted.year as year, -- 年度
    submitted.township as township, -- 乡镇
from scores.townships as submitted
where submitted.is_submitted
    and exists (from staging.forms where forms.form = 'report' and forms.is_counted and forms.year = submitted.year)
    and not exists (
        from staging.forms
        where forms.form = 'report' and forms.is_counted
            and forms.year = submitted.year and forms.township = submitted.township
    )

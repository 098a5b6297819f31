-- grain: one township whose total is a thousand times what is usual among the others
-- 说明: 乡镇金额与其他乡镇悬殊
-- across: counties
-- severity: warn
-- message: 部门预算总额与其他乡镇相差悬殊，疑似整套表用错了金额单位
-- link: ；
-- fix: 请核对整套表的金额单位：表内写明“单位：元”的按元填，没有写明的按万元填。
with totals as (
    select
        budgets.*,
    from staging.budgets
    where budgets.item_field = 'total' and budgets.adjusted_budget > 0
),

usual as (
    select
        own.year,
        own.township,
        cast(median(others.adjusted_budget) as decimal(18, 6)) as adjusted_budget,
        min(others.adjusted_budget) as smallest,
    from totals as own
    inner join totals as others
        on own.year = others.year and own.township <> others.township
    group by own.year, own.township
)

select
    totals.year as year, -- 年度
    totals.township as township, -- 乡镇
    totals.form_id as form_id, -- 表的编号
    totals.file as file, -- 文件
    totals.sheet as sheet, -- 工作表
    totals.cell as cell, -- 单元格
    '全年预算数 ' || shown(totals.adjusted_budget) || '万元' as value, -- 填报的预算总额
    '其他乡镇一般为 ' || shown(round(usual.adjusted_budget, 2)) || '万元' as expected, -- 其他乡镇的中位数
from totals
inner join usual
    on totals.year = usual.year and totals.township = usual.township
where totals.adjusted_budget > usual.adjusted_budget * 1000 or totals.adjusted_budget * 1000 < usual.smallest

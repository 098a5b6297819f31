-- grain: one project proposed for re-check (抽查复核)
-- 说明: 建议抽查复核的项目：按风险、金额和随机三层抽取，一个项目一行
select
    lots.year as year, -- 年度
    lots.stratum as stratum, -- 抽取方式：风险、金额、随机
    lots.township as township, -- 乡镇
    lots.project as project, -- 项目名称
    lots.form_id as form_id, -- 表的编号
    lots.adjusted_budget as adjusted_budget, -- 全年预算数（万元）
    lots.reported_total as reported_total, -- 自评总分
    lots.machine_total as machine_total, -- 复算总分
    lots.risk as risk, -- 风险分：错误10、疑点3、红灯3、黄灯1，自评高于复算每分1
    tidied(case lots.stratum
        when '风险' then concat_ws('、',
            case when lots.errors > 0 then '错误 ' || lots.errors || ' 个' end,
            case when lots.warnings > 0 then '疑点 ' || lots.warnings || ' 个' end,
            case when lots.warning_light is not null then '自评预警' || lots.warning_light || '灯' end,
            case when lots.reported_total > lots.machine_total
                then '自评高于复算 ' || shown(lots.reported_total - lots.machine_total) || ' 分'
            end)
        when '金额' then '预算 ' || shown(lots.adjusted_budget) || ' 万元，居前'
        else '随机抽取，本乡镇 ' || lots.pool || ' 个抽 ' || lots.quota || ' 个，' || case
            when lots.has_seed then '种子 ' || lots.seed
            else '没有公布种子，暂用年度 ' || lots.seed
        end
    end) as reason, -- 抽取的原因
    lots.seed as seed, -- 随机种子，同一种子可重复抽出同样的项目
    row_number() over (
        partition by lots.year
        order by array_position(['风险', '金额', '随机'], lots.stratum),
            case lots.stratum when '风险' then lots.risk_place when '金额' then lots.amount_place end,
            lots.lot
    ) as place, -- 次序
    lots.probability as probability, -- 抽中的概率（%），风险和金额层必抽
    lots.has_seed as has_seed -- 种子是否由规则公布
from rankings.lots
where lots.is_drawn
order by lots.year, place

-- grain: one township that sent project forms
-- 说明: 自评质量
-- sheet: 自评质量
-- order: 16
select
    quality.township as 乡镇, -- 单位名称
    quality.quality_index as 质量指数, -- 后面六个占比的平均，没有的不算
    quality.specific_rate as "目标有数量（%）", -- 年度目标写出了数量的项目占比
    quality.measurable_rate as "指标可衡量（%）", -- 指标值是数、期限或档次用语的占比
    quality.placed_rate as "归类相称（%）", -- 指标名称与所列二级指标相称的占比
    quality.own_set_rate as "指标不雷同（%）", -- 整套指标没有与别的项目一字不差的项目占比
    quality.own_reason_rate as "原因不重复（%）", -- 偏差原因没有与别的指标一字不差的占比
    quality.matching_rate as "得分与执行相称（%）", -- 指标得分率没有比执行率高出 5% 以上的项目占比
    quality.qualitative_rate as "定性指标（%）", -- 定性指标占比
    quality.equal_rate as "完成值等于指标值（%）", -- 占可比较的指标
    quality.full_rate as "自评满分（%）", -- 占有得分的指标
    quality.projects as 项目, -- 计入的项目
    quality.vague_goals as 目标没有数量, -- 项目个数，逐项见“目标质量”
    quality.vague_targets as 指标不可衡量, -- 指标个数，逐项见“目标质量”
    quality.misplaced as 归类不当, -- 指标个数，逐项见“目标质量”
    quality.copied as 整套雷同, -- 项目个数，逐项见“目标质量”
    quality.low as 比上年放宽, -- 指标个数，逐项见“目标质量”；没有上年材料的为 0
    quality.red as 得分明显高于执行, -- 项目个数
    quality.repeated as 原因重复, -- 指标个数
from rankings.quality
inner join staging.townships
    on quality.year = townships.year and quality.township = townships.township
where quality.year = getvariable('year')
order by quality.quality_index, townships.township_code

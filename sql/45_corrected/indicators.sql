-- grain: one indicator of a form as one way to correct a finding would leave it
-- 说明: 改正后的绩效指标：一种改法的一个指标一行
-- kept: no
select
    indicators.* replace (
        forms.copy_id as form_id,
        indicators.township || '@' || ways.way as township,
        coalesce(forms.would_be[place_of(indicators.file, indicators.sheet, indicators.weight_cell)],
            indicators.weight) as weight,
        coalesce(forms.would_be[place_of(indicators.file, indicators.sheet, indicators.weight_cell)],
            indicators.exact_weight) as exact_weight,
        coalesce(forms.would_be[place_of(indicators.file, indicators.sheet, indicators.score_cell)],
            indicators.reported_score) as reported_score
    ),
from corrected.ways
inner join corrected.forms
    on ways.way = forms.way
inner join staging.indicators
    on forms.form_id = indicators.form_id

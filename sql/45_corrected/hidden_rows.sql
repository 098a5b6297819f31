-- grain: one hidden row of a form that one way to correct a finding touches
-- 说明: 改正后的表中被隐藏的指标行
-- kept: no
select
    hidden_rows.* replace (
        forms.copy_id as form_id,
        hidden_rows.township || '@' || forms.way as township
    ),
from corrected.forms
inner join staging.hidden_rows
    on forms.form_id = hidden_rows.form_id

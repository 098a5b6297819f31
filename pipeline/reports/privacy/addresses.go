package privacy

import "strings"

const (
	addressUnits  = "省市县区乡镇村委组号室屯路街巷弄栋幢元院楼层苑园寨庄湾道房"
	longest       = 40 // of an address, in signs
	noHomeBehind  = "文线桥楼泵井池机点标令公水灌变厂仓段图地块函"
	startsAddress = "住在于址为是到至对将与及由从查的系该户点"
)

// offices before 地址 make it that of a body or a building site.
var offices = strings.Fields("单位 项目 建设 施工 办公 公司 网站 网址 注册 工程 实施 站点 邮箱 网络 机构 工作")

// address looks at what follows a word for where somebody lives.
func (s *search) address(i, behind int) {
	t := s.t
	for _, o := range offices {
		if t.has(i-len([]rune(o)), []rune(o)) {
			return
		}
	}
	from := t.skip(behind, " :\t\"")
	for t.rune(from) == '为' || t.rune(from) == '是' || t.rune(from) == '在' || t.rune(from) == '于' {
		from = t.skip(from+1, " ")
	}
	end, units, exact := t.run(from)
	vague := t.has(i, []rune("地址")) // whose, it does not say
	for _, w := range []string{"家庭", "居住", "户籍"} {
		vague = vague && !t.has(i-2, []rune(w))
	}
	if units == 0 || !exact && vague {
		return
	}
	if from == behind && !exact && units < 2 {
		return
	}
	s.hit(from, end, Address, true)
}

// run reads an address from i on: up to its last unit, or the digits behind it. exact tells that a number is in it.
func (t *text) run(i int) (end, units int, exact bool) {
	end = i
	for k := i; k < i+longest; k++ {
		r := t.rune(k)
		switch {
		case isHan(r) && strings.ContainsRune(addressUnits, r):
			end = k + 1
			units++
			exact = exact || t.numeral(k-1)
		case isDigit(r) || isLetter(r) && !t.han(k+1):
			if units > 0 && t.numbered(k) {
				end, exact = k+1, true
			}
		case r == '-' || r == '#':
		case !isHan(r) || r == '的' || r == '已' || r == '因' || r == '现':
			return end, units, exact
		}
	}
	return end, units, exact
}

// numbered tells whether the digit at k belongs to a door: behind a unit, or another such digit.
func (t *text) numbered(k int) bool {
	for k > 0 && (isDigit(t.rune(k)) || isLetter(t.rune(k)) || t.rune(k) == '-' || t.rune(k) == '#') {
		k--
	}
	return strings.ContainsRune(addressUnits, t.rune(k))
}

func (t *text) numeral(k int) bool {
	r := t.rune(k)
	return isDigit(r) || chineseDigit(r) >= 0 || r == '十' || r == '百' || isLetter(r)
}

// doorNumber looks at a door's number (3组12号, 3栋2单元501): at its last unit, p.
func (s *search) doorNumber(p int) {
	t := s.t
	number := p
	for t.numeral(number-1) || t.rune(number-1) == '-' && p-number < 6 {
		number--
	}
	if number == p {
		return
	}
	unit := t.rune(number - 1)
	end := p + 1
	if t.rune(p) == '单' {
		end = p + 2
	}
	exact := strings.ContainsRune("组屯巷弄寨栋幢院元村委庄楼园", unit)
	road := strings.ContainsRune("路街道", unit)
	if !exact && !road || t.rune(p) == '房' && !strings.ContainsRune("元栋幢楼", unit) {
		return
	}
	next := t.rune(end)
	house := next == '楼' && t.numeral(end+1)
	if t.rune(p) == '号' && next != 0 && strings.ContainsRune(noHomeBehind, next) && !house {
		return
	}
	end = t.indoors(end)
	from, clear := t.startOfAddress(number - 1)
	if number-1-from < 1 {
		return
	}
	s.hit(from, end, Address, exact || clear)
}

// indoors goes over what follows a door's number: 院4号楼302.
func (t *text) indoors(i int) int {
	end := i
	for k := i; k < i+16; k++ {
		r := t.rune(k)
		switch {
		case isDigit(r) || r == '-':
			if isDigit(r) {
				end = k + 1
			}
		case strings.ContainsRune("栋幢单元室房层号", r) && isDigit(t.rune(k-1)), r == '元' && t.rune(k-1) == '单':
			end = k + 1
		case strings.ContainsRune("院楼", r) && isDigit(t.rune(k+1)), r == '楼' && isDigit(t.rune(k-1)):
		default:
			return end
		}
	}
	return end
}

// startOfAddress goes back over the address that ends before p; lived tells that a word for living stands before.
func (t *text) startOfAddress(p int) (from int, lived bool) {
	from = p
	for k := p; k > p-longest; k-- {
		r := t.rune(k - 1)
		and := r == '和' && t.rune(k) != '平' && t.rune(k) != '谐' && t.rune(k) != '睦'
		if !isHan(r) && !isDigit(r) || and || strings.ContainsRune(startsAddress, r) {
			return k, r == '住' || t.rune(k-2) == '住' || r == '址' || r == '至' || r == '到'
		}
		from = k - 1
	}
	return from, false
}

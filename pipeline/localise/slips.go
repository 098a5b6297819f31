package localise

import (
	"math/big"
	"strings"
)

// The hints: everyday slips that turn what a cell would be into what it is.
const (
	Swapped   = "数字颠倒"
	Sign      = "正负号相反"
	Tens      = "小数点错位"
	Wan       = "元、万元混淆"
	OneDigit  = "一位数字输错"
	DigitMore = "多输一位"
	DigitLess = "少输一位"
)

// slip names the everyday slip between what a cell says and what it would be; "" where there is none.
func slip(is, wouldBe *big.Rat) string {
	if is == nil || wouldBe == nil || is.Sign() == 0 || wouldBe.Sign() == 0 {
		return ""
	}
	if new(big.Rat).Neg(is).Cmp(wouldBe) == 0 {
		return Sign
	}
	if is.Sign() != wouldBe.Sign() {
		return ""
	}
	switch factor := new(big.Rat).Quo(is, wouldBe); {
	case isPower(factor, 10000):
		return Wan
	case isPower(factor, 10) || isPower(factor, 100) || isPower(factor, 1000):
		return Tens
	}
	return digitSlip(digits(is, wouldBe))
}

// isPower holds for a factor and for one over it.
func isPower(factor *big.Rat, power int64) bool {
	return factor.Cmp(big.NewRat(power, 1)) == 0 || factor.Cmp(big.NewRat(1, power)) == 0
}

// digits writes both with as many decimals as the longer one needs, without their trailing zeros.
func digits(a, b *big.Rat) (of, to string) {
	const most = 6 // decimals of an amount
	of, to = new(big.Rat).Abs(a).FloatString(most), new(big.Rat).Abs(b).FloatString(most)
	for strings.HasSuffix(of, "0") && strings.HasSuffix(to, "0") {
		of, to = of[:len(of)-1], to[:len(to)-1]
	}
	return of, to
}

// digitSlip looks for two neighbouring digits in each other's place, or one digit that is another, too many or
// too few.
func digitSlip(is, be string) string {
	at := 0
	for at < len(is) && at < len(be) && is[at] == be[at] {
		at++
	}
	switch {
	case len(is) == len(be) && at+1 < len(is) && is[at] == be[at+1] && is[at+1] == be[at] && is[at+2:] == be[at+2:]:
		return Swapped
	case len(is) == len(be) && at < len(is) && is[at+1:] == be[at+1:]:
		return OneDigit
	case len(is) == len(be)+1 && is[at+1:] == be[at:]:
		return DigitMore
	case len(is)+1 == len(be) && is[at:] == be[at+1:]:
		return DigitLess
	}
	return ""
}

package privacy

import "strings"

// provinces are the first two digits of an identity number (GB/T 2260).
const provinces = " 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 " +
	"71 81 82 83 "

// weights are those of GB 11643, and checks what the rest of the sum by 11 is written as.
const (
	weights = "\x07\x09\x0a\x05\x08\x04\x02\x01\x06\x03\x07\x09\x0a\x05\x08\x04\x02"
	checks  = "10X98765432"
)

func province(number string) bool { return strings.Contains(provinces, " "+number[:2]+" ") }

// born tells whether digits (YYYYMMDD) are a day on which somebody alive was born.
func born(digits string) bool {
	year, month, day := value(digits[:4]), value(digits[4:6]), value(digits[6:])
	return 1880 <= year && year <= 2099 && 1 <= month && month <= 12 && 1 <= day && day <= 31
}

func value(digits string) (n int) {
	for _, d := range digits {
		n = 10*n + int(d-'0')
	}
	return n
}

// identity tells whether 18 signs have a province and a birthday where an identity number (GB 11643) has them,
// and whether its check sign is right.
func identity(number string) (shaped, checked bool) {
	if len(number) != 18 || strings.ContainsAny(number[:17], "Xx") || !province(number) || !born(number[6:14]) {
		return false, false
	}
	sum := 0
	for i := range len(weights) {
		sum += int(number[i]-'0') * int(weights[i])
	}
	return true, strings.ToUpper(number[17:]) == checks[sum%11:sum%11+1]
}

// oldIdentity tells whether 15 digits are an identity number of before 1999: the year has two digits.
func oldIdentity(number string) bool {
	return len(number) == 15 && !strings.ContainsAny(number, "Xx") && province(number) && born("19"+number[6:12])
}

// luhn tells whether a card number's last digit is right (ISO/IEC 7812).
func luhn(number string) bool {
	sum := 0
	for i := range len(number) {
		d := int(number[len(number)-1-i] - '0')
		if d > 9 {
			return false
		}
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

package cells

import (
	"bytes"
	"crypto/md5"
	"crypto/sha1"
	"math"
	"slices"
	"strings"
	"testing"
)

// Old workbooks that are encrypted open with the right password, and without one where Excel itself
// encrypted them with the password that everybody knows.
func TestEncryptedOldWorkbooks(t *testing.T) {
	salt, verifier := []byte("0123456789abcdef"), []byte("fedcba9876543210")
	for _, password := range []string{"密码", anyonesPassword} {
		hash, newerHash := md5.Sum(verifier), sha1.Sum(verifier)
		old, newer, short := oldKeyOf(salt, password), newerKeyOf(salt, password, 128), newerKeyOf(salt, password, 40)
		head := func(bits string) []byte {
			return unhex("0100 0200 0200 04000000 20000000 04000000 00000000 01680000 04800000 " + bits +
				"000000 01000000 00000000 00000000 10000000")
		}
		for name, c := range map[string]struct {
			key  keyOfBlock
			pass []byte
		}{
			"Excel 97": {old, slices.Concat(unhex("0100 0100 0100"), salt,
				rc4Bytes(old(0), slices.Concat(verifier, hash[:])))},
			"Excel 2003": {newer, sealed(head("80"), salt,
				rc4Bytes(newer(0), slices.Concat(verifier, newerHash[:])))},
			"Excel 2003 with 40 bits": {short, sealed(head("28"), salt,
				rc4Bytes(short(0), slices.Concat(verifier, newerHash[:])))},
		} {
			data := book8(func(s *stream) { s.record(recFilePass, c.pass) }, func(s *stream) {
				s.record(recNumber, uint16(0), uint16(0), uint16(0), math.Float64bits(1746.25))
				s.record(recLabel, uint16(1), uint16(0), uint16(0), uint16(1500), uint8(1),
					wide(strings.Repeat("长", 1500)))
			})
			(&biff{data: data}).decrypt(bytes.Index(data, c.pass)+len(c.pass), c.key)
			book, err := openBIFF(bytes.Clone(data), &Options{Limits: DefaultLimits(),
				Passwords: []string{"wrong", "密码"}})
			if err != nil {
				t.Errorf("%s, %s: %v", name, password, err)
				continue
			}
			sheet, err := book.Sheet(0)
			if err != nil || len(sheet.Cells) != 2 || sheet.Cells[0].Text != "1746.25" ||
				sheet.Cells[1].Text != strings.Repeat("长", 1500) {
				t.Errorf("%s: %v %.200v", name, err, sheet)
			}
			if password != anyonesPassword {
				_, err = openBIFF(data, &Options{Limits: DefaultLimits(), Passwords: []string{"wrong"}})
				wantRefusal(t, name, err, "encrypted")
			}
		}
	}
}

// sealed lays out what Excel 2003 writes behind its header.
func sealed(head, salt, encrypted []byte) []byte {
	return slices.Concat(head, salt, encrypted[:16], unhex("14000000"), encrypted[16:])
}

package cells

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A workbook that another program encrypted as Excel 2007 does opens with its password, and is refused as
// encrypted with another one.
func TestStandardEncryption(t *testing.T) {
	plain := pack(t, sheetOf(`<worksheet><sheetData><row r="1"><c r="A1"><v>1746.25</v></c></row></sheetData><!--`+
		noise(9000)+`--></worksheet>`))
	for _, password := range []string{"财政2023", anyonesPassword} {
		data, err := excelize.Encrypt(plain, &excelize.Options{Password: password})
		if err != nil {
			t.Fatal(err)
		}
		wantOpensWith(t, data, password)
	}
}

// The same as Excel 2010 and later do.
func TestAgileEncryption(t *testing.T) {
	plain := pack(t, sheetOf(`<worksheet><sheetData><row r="1"><c r="A1"><v>1746.25</v></c></row></sheetData>`+
		`</worksheet>`))
	for _, password := range []string{"财政2023", anyonesPassword} {
		info, sealed := agileSealed(plain, password, 1000)
		book, err := openEncrypted(info, sealed, &Options{Limits: DefaultLimits(),
			Passwords: []string{"另一个", "财政2023"}})
		if err != nil {
			t.Fatal(err)
		}
		if sheet, err := book.Sheet(0); err != nil || sheet.Cells[0].Raw != "1746.25" {
			t.Errorf("%+v %v", sheet, err)
		}
	}
	info, sealed := agileSealed(plain, "财政2023", 1000)
	_, err := openEncrypted(info, sealed, &Options{Limits: DefaultLimits(), Passwords: []string{"另一个"}})
	wantRefusal(t, "another password", err, "encrypted")
	_, err = openEncrypted(info, sealed[:len(sealed)-32], &Options{Limits: DefaultLimits(),
		Passwords: []string{"财政2023"}})
	wantRefusal(t, "cut off", err, "truncated")
	_, err = openEncrypted(bytes.Replace(info, []byte(`"1000"`), []byte(`"90000000"`), 1), sealed,
		&Options{Limits: DefaultLimits()})
	wantRefusal(t, "ninety million times hashed", err, "limit-cost")
	_, err = openEncrypted(info[:4], sealed, &Options{Limits: DefaultLimits()})
	wantRefusal(t, "of no known kind", err, "encrypted")
}

func wantOpensWith(t *testing.T, data []byte, password string) {
	t.Helper()
	sheets, err := Read(bytes.NewReader(data), int64(len(data)), Options{Passwords: []string{"另一个", password}})
	if err != nil || sheets[0].Cells[0].Raw != "1746.25" {
		t.Errorf("%q: %+v %v", password, sheets, err)
	}
	if password != anyonesPassword {
		_, err := Read(bytes.NewReader(data), int64(len(data)), Options{Passwords: []string{"另一个"}})
		wantRefusal(t, "another password", err, "encrypted")
	}
}

// agileSealed encrypts a workbook as Excel 2010 does, after the published steps.
func agileSealed(plain []byte, password string, spins int) (info, sealed []byte) {
	salt, secret, verifier := []byte("0123456789abcdef"), bytes.Repeat([]byte("k"), 32), []byte("fedcba9876543210")
	seal := func(key, iv, b []byte) []byte {
		block, err := aes.NewCipher(key)
		if err != nil {
			panic(err)
		}
		out := append(bytes.Clone(b), make([]byte, (16-len(b)%16)%16)...)
		cipher.NewCBCEncrypter(block, iv).CryptBlocks(out, out)
		return out
	}
	sum := spin(sha512.New, salt, password, spins)
	part := func(purpose, b []byte) string {
		return base64.StdEncoding.EncodeToString(seal(hashOf(sha512.New, sum, purpose)[:32], salt, b))
	}
	hash := sha512.Sum512(verifier)
	kind := `saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES"` +
		` cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="` +
		base64.StdEncoding.EncodeToString(salt) + `"`
	info = append([]byte{4, 0, 4, 0, 0x40, 0, 0, 0}, fmt.Sprintf(`<encryption xmlns:p="p"><keyData %s/><keyEncryptors>`+
		`<keyEncryptor><p:encryptedKey spinCount="%d" %s encryptedVerifierHashInput="%s" `+
		`encryptedVerifierHashValue="%s"`+
		` encryptedKeyValue="%s"/></keyEncryptor></keyEncryptors></encryption>`,
		kind, spins, kind, part(forInput, verifier), part(forValue, hash[:]), part(forKey, secret))...)
	sealed = binary.LittleEndian.AppendUint64(nil, uint64(len(plain)))
	for i := uint32(0); len(plain) > 0; i++ {
		n := min(4096, len(plain))
		iv := hashOf(sha512.New, salt, binary.LittleEndian.AppendUint32(nil, i))[:16]
		sealed, plain = append(sealed, seal(secret, iv, plain[:n])...), plain[n:]
	}
	return info, sealed
}

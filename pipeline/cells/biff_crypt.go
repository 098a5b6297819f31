package cells

import (
	"bytes"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha1"
	"encoding/binary"
	"slices"
	"unicode/utf16"
)

// anyonesPassword is what Excel encrypts with where only the structure of a workbook is protected: everybody
// may open it.
const anyonesPassword = "VelvetSweatshop"

// keyOfBlock gives the RC4 key of a block of 1,024 bytes of an encrypted old workbook.
type keyOfBlock func(block uint32) []byte

// unlock decrypts the stream of an old workbook behind the record that says how it is encrypted
// ([MS-XLS] 2.2.10), if one of the passwords fits.
func (b *biff) unlock(r record, passwords []string) error {
	for _, password := range append([]string{anyonesPassword}, passwords...) {
		if key := oldKey(r.body, password); key != nil {
			b.decrypt(r.next, key)
			return nil
		}
		if key := newerKey(r.body, password); key != nil {
			b.decrypt(r.next, key)
			return nil
		}
	}
	return refuse("encrypted", "old workbook")
}

// plainRecords are never encrypted.
var plainRecords = map[uint16]bool{
	recBOF8: true, recFilePass: true, 0x00e1: true, 0x0138: true, 0x0194: true, 0x0195: true, 0x0196: true,
}

var zeros [1024]byte

// decrypt decrypts the bodies of the records in place. Their heads stand open, but use up the key as well.
func (b *biff) decrypt(from int, key keyOfBlock) {
	var stream []byte
	block := -1
	for {
		r, err := b.at(from)
		if err != nil { // the end, or what is refused when it is read
			return
		}
		body := r.body
		if r.id == recBoundSheet {
			body = body[min(4, len(body)):] // where the sheet stands is not encrypted
		}
		if !plainRecords[r.id] {
			for i := range body {
				at := r.next - len(body) + i
				if at/1024 != block {
					block = at / 1024
					stream = rc4Bytes(key(uint32(block)), zeros[:])
				}
				body[i] ^= stream[at%1024]
			}
		}
		from = r.next
	}
}

// oldKey is the key of Excel 97 ([MS-OFFCRYPTO] 2.3.6); nil where the password does not fit.
func oldKey(pass []byte, password string) keyOfBlock {
	if len(pass) < 6+48 || !bytes.Equal(pass[:6], []byte{1, 0, 1, 0, 1, 0}) {
		return nil
	}
	key := oldKeyOf(pass[6:22], password)
	plain := rc4Bytes(key(0), pass[22:54])
	if want := md5.Sum(plain[:16]); !bytes.Equal(want[:], plain[16:]) {
		return nil
	}
	return key
}

func oldKeyOf(salt []byte, password string) keyOfBlock {
	short := md5.Sum(utf16Bytes(password))
	sum := md5.Sum(bytes.Repeat(slices.Concat(short[:5], salt), 16))
	return func(block uint32) []byte {
		k := md5.Sum(binary.LittleEndian.AppendUint32(sum[:5:5], block))
		return k[:]
	}
}

// newerKey is the key of Excel 2002 and 2003 ([MS-OFFCRYPTO] 2.3.5); nil where the password does not fit.
func newerKey(pass []byte, password string) keyOfBlock {
	le := binary.LittleEndian
	if len(pass) < 14 || le.Uint16(pass) != 1 || le.Uint16(pass[4:]) != 2 {
		return nil
	}
	size := int(le.Uint32(pass[10:]))
	if size < 20 || size > 1024 || len(pass) < 14+size+4+16+16+4+20 {
		return nil
	}
	bits, rest := int(le.Uint32(pass[14+16:])), pass[14+size+4:]
	if bits == 0 {
		bits = 40
	}
	if bits%8 != 0 || bits < 40 || bits > 128 {
		return nil
	}
	key := newerKeyOf(rest[:16], password, bits)
	plain := rc4Bytes(key(0), slices.Concat(rest[16:32], rest[36:56]))
	if want := sha1.Sum(plain[:16]); !bytes.Equal(want[:], plain[16:]) {
		return nil
	}
	return key
}

func newerKeyOf(salt []byte, password string, bits int) keyOfBlock {
	sum := sha1.Sum(slices.Concat(salt, utf16Bytes(password)))
	return func(block uint32) []byte {
		k := sha1.Sum(binary.LittleEndian.AppendUint32(sum[:len(sum):len(sum)], block))
		if bits == 40 {
			return append(k[:5:5], make([]byte, 11)...)
		}
		return k[:bits/8]
	}
}

// rc4Bytes decrypts a copy of b, or encrypts it.
func rc4Bytes(key, b []byte) []byte {
	out := bytes.Clone(b)
	if cipher, err := rc4.NewCipher(key); err == nil { // it refuses only keys of other lengths than ours
		cipher.XORKeyStream(out, out)
	}
	return out
}

func utf16Bytes(text string) []byte {
	var b []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		b = binary.LittleEndian.AppendUint16(b, unit)
	}
	return b
}

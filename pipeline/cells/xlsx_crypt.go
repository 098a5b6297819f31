package cells

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/binary"
	"hash"
	"slices"
)

// openEncrypted opens a workbook that has an open password, if one of the known passwords fits: info says how it
// is encrypted, sealed is the workbook ([MS-OFFCRYPTO] 2.3.4).
func openEncrypted(info, sealed []byte, o *Options) (*Book, error) {
	lock, err := lockOf(info, &o.Limits)
	if err != nil {
		return nil, err
	}
	if lock == nil || len(sealed) < 8 {
		return nil, refuse("encrypted", "in a way that is not known")
	}
	size := binary.LittleEndian.Uint64(sealed)
	sealed = sealed[8:]
	for _, password := range append([]string{anyonesPassword}, o.Passwords...) {
		key := lock.key(password)
		if key == nil {
			continue
		}
		plain := lock.decrypt(key, sealed)
		if size > uint64(len(plain)) {
			return nil, refuse("truncated", "an encrypted workbook of %d bytes in %d", size, len(plain))
		}
		return openXLSX(bytes.NewReader(plain[:size]), int64(size), &o.Limits)
	}
	return nil, refuse("encrypted", "no known password fits")
}

// lock is a way to encrypt a workbook.
type lock interface {
	// key gives the key that a password makes; nil where it does not fit.
	key(password string) []byte
	// decrypt decrypts the whole blocks of the workbook.
	decrypt(key, sealed []byte) []byte
}

// lockOf reads how a workbook is encrypted; nil where that is not known.
func lockOf(info []byte, limits *Limits) (lock, error) {
	if len(info) < 8 {
		return nil, nil
	}
	major, minor := binary.LittleEndian.Uint16(info), binary.LittleEndian.Uint16(info[2:])
	switch {
	case major == 4 && minor == 4:
		return agileLockOf(info[8:], limits)
	case 2 <= major && major <= 4 && minor == 2:
		if l := standardLockOf(info[8:]); l != nil {
			return l, nil
		}
	}
	return nil, nil
}

// standardLock is that of Excel 2007: AES in single blocks, a key by SHA-1.
type standardLock struct {
	bits                 int
	salt, verifier, hash []byte
}

func standardLockOf(b []byte) *standardLock {
	le := binary.LittleEndian
	if len(b) < 4 {
		return nil
	}
	size := int(le.Uint32(b))
	if size < 32 || size > len(b)-4 || len(b) < 4+size+72 {
		return nil
	}
	head, rest := b[4:4+size], b[4+size:]
	kind, bits := le.Uint32(head[8:]), int(le.Uint32(head[16:]))
	want, known := map[uint32]int{0x660e: 128, 0x660f: 192, 0x6610: 256}[kind]
	if !known || bits != want || le.Uint32(rest) != 16 {
		return nil
	}
	return &standardLock{bits, rest[4:20], rest[20:36], rest[40:72]}
}

func (l *standardLock) key(password string) []byte {
	sum := spin(sha1.New, l.salt, password, 50000)
	sum = hashOf(sha1.New, sum, make([]byte, 4))
	var key []byte
	for _, fill := range []byte{0x36, 0x5c} {
		block := bytes.Repeat([]byte{fill}, 64)
		for i, c := range sum {
			block[i] ^= c
		}
		key = append(key, hashOf(sha1.New, block)...)
	}
	key = key[:l.bits/8]
	verifier, want := l.decrypt(key, l.verifier), l.decrypt(key, l.hash)
	if !bytes.Equal(hashOf(sha1.New, verifier), want[:sha1.Size]) {
		return nil
	}
	return key
}

func (l *standardLock) decrypt(key, sealed []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil { // it refuses only keys of other lengths than ours
		return nil
	}
	plain := make([]byte, len(sealed)/aes.BlockSize*aes.BlockSize)
	for i := 0; i < len(plain); i += aes.BlockSize {
		block.Decrypt(plain[i:], sealed[i:])
	}
	return plain
}

// agileLock is that of Excel 2010 and later: AES in chained blocks, any of the usual hashes, a key of its own.
type agileLock struct {
	data, password agileKey
	spins          int
}

// agileKey is how one of the keys is made.
type agileKey struct {
	hash                     func() hash.Hash
	bits, block              int
	salt                     []byte
	input, value, sealedKey  []byte
	cipherName, chainingName string
}

// mostSpins is how often a password may have to be hashed; Excel asks for 100,000.
const mostSpins = 1e6

// agileLockOf reads the XML that says how a workbook is encrypted.
func agileLockOf(b []byte, limits *Limits) (lock, error) {
	l := &agileLock{}
	var s scanner
	s.reset(readerFeed{bytes.NewReader(b)}, "EncryptionInfo", int64(len(b)), limits)
	err := s.start()
	for err == nil {
		var t token
		if t, err = s.next(); err != nil || t == endOfPart {
			break
		}
		switch {
		case t == open && string(s.name) == "keyData":
			l.data = agileKeyOf(&s)
		case t == open && string(s.name) == "encryptedKey":
			l.password = agileKeyOf(&s)
			l.spins = indexOr(s.attr("spinCount"), mostSpins+1)
		}
	}
	switch {
	case err != nil:
		return nil, err
	case !l.data.usable() || !l.password.usable():
		return nil, nil
	case l.spins > mostSpins:
		return nil, refuse("limit-cost", "a password hashed %d times", l.spins)
	}
	return l, nil
}

func agileKeyOf(s *scanner) agileKey {
	bytesOf := func(name string) []byte {
		b, _ := base64.StdEncoding.DecodeString(string(s.attr(name)))
		return b
	}
	hashes := map[string]func() hash.Hash{
		"SHA1": sha1.New, "SHA-1": sha1.New, "SHA256": sha256.New, "SHA384": sha512.New384, "SHA512": sha512.New,
	}
	return agileKey{
		hash: hashes[string(s.attr("hashAlgorithm"))],
		bits: indexOr(s.attr("keyBits"), 0), block: indexOr(s.attr("blockSize"), 0),
		salt: bytesOf("saltValue"), input: bytesOf("encryptedVerifierHashInput"),
		value: bytesOf("encryptedVerifierHashValue"), sealedKey: bytesOf("encryptedKeyValue"),
		cipherName: string(s.attr("cipherAlgorithm")), chainingName: string(s.attr("cipherChaining")),
	}
}

// usable says that the key is of a kind that is known.
func (k *agileKey) usable() bool {
	return k.hash != nil && k.cipherName == "AES" && k.chainingName == "ChainingModeCBC" &&
		(k.bits == 128 || k.bits == 192 || k.bits == 256) && k.block == aes.BlockSize
}

// What the parts of the lock are encrypted for.
var (
	forInput = []byte{0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79}
	forValue = []byte{0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e}
	forKey   = []byte{0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6}
)

func (l *agileLock) key(password string) []byte {
	k := &l.password
	sum := spin(k.hash, k.salt, password, l.spins)
	part := func(purpose, sealed []byte) []byte {
		key := fitted(hashOf(k.hash, sum, purpose), k.bits/8)
		return chained(key, fitted(k.salt, k.block), sealed)
	}
	value := part(forValue, k.value)
	want := hashOf(k.hash, part(forInput, k.input))
	if len(value) < len(want) || !bytes.Equal(value[:len(want)], want) {
		return nil
	}
	key := part(forKey, k.sealedKey)
	if len(key) < l.data.bits/8 {
		return nil
	}
	return key[:l.data.bits/8]
}

// decrypt decrypts the workbook, in segments that are chained each for itself.
func (l *agileLock) decrypt(key, sealed []byte) []byte {
	plain := make([]byte, 0, len(sealed))
	for i := uint32(0); len(sealed) > 0; i++ {
		segment := sealed[:min(4096, len(sealed))]
		iv := hashOf(l.data.hash, l.data.salt, binary.LittleEndian.AppendUint32(nil, i))
		plain = append(plain, chained(key, fitted(iv, l.data.block), segment)...)
		sealed = sealed[len(segment):]
	}
	return plain
}

// spin hashes a password with its salt, and the hash again and again.
func spin(hash func() hash.Hash, salt []byte, password string, times int) []byte {
	sum := hashOf(hash, salt, utf16Bytes(password))
	h := hash()
	var count [4]byte
	for i := range uint32(times) {
		h.Reset()
		binary.LittleEndian.PutUint32(count[:], i)
		h.Write(count[:])
		h.Write(sum)
		sum = h.Sum(sum[:0])
	}
	return sum
}

func hashOf(hash func() hash.Hash, parts ...[]byte) []byte {
	h := hash()
	for _, part := range parts {
		h.Write(part)
	}
	return h.Sum(nil)
}

// fitted cuts a hash to a length, or fills it up.
func fitted(sum []byte, n int) []byte {
	if len(sum) >= n {
		return sum[:n]
	}
	return append(slices.Clone(sum), bytes.Repeat([]byte{0x36}, n-len(sum))...)
}

// chained decrypts the whole blocks of b, each mixed with the one before it.
func chained(key, iv, b []byte) []byte {
	block, err := aes.NewCipher(key)
	if err != nil { // it refuses only keys of other lengths than ours
		return nil
	}
	plain := make([]byte, len(b)/aes.BlockSize*aes.BlockSize)
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(plain, b[:len(plain)])
	return plain
}

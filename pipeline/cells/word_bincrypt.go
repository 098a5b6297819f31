package cells

import (
	"encoding/binary"
	"slices"
)

// openHead is how much at the front of the stream WordDocument is never encrypted, though it uses up the key.
const openHead = 68

// unlock decrypts the streams of a document with an open password ([MS-DOC] 2.2.6.2 and 2.2.6.3), if one of the
// passwords fits. How it is encrypted stands open at the front of the table stream.
func (d *wordBin) unlock(passwords []string) error {
	const keySize = 0x0e
	size := int(binary.LittleEndian.Uint32(d.fib[keySize:]))
	if size < 0 || size > len(d.table) {
		return refuse("encrypted", "old document")
	}
	about := slices.Concat([]byte{1, 0}, d.table[:size]) // as the record of an old workbook has it
	for _, password := range append([]string{anyonesPassword}, passwords...) {
		key := oldKey(about, password)
		if key == nil {
			key = newerKey(about, password)
		}
		if key != nil {
			decryptStream(d.fib, openHead, key)
			decryptStream(d.table, size, key)
			decryptStream(d.data, 0, key)
			return nil
		}
	}
	return refuse("encrypted", "old document")
}

// decryptStream decrypts a stream in place from an offset on; each 512 bytes have their own key.
func decryptStream(b []byte, from int, key keyOfBlock) {
	const block = 512
	for at := 0; at < len(b); at += block {
		part := b[at:min(at+block, len(b))]
		skip := min(max(0, from-at), len(part))
		copy(part[skip:], rc4Bytes(key(uint32(at/block)), part)[skip:])
	}
}

// Package pack writes the containers (zip) of workbooks and Word files. The same parts give the same bytes.
package pack

import (
	"archive/zip"
	"bytes"
	"errors"
	"hash/crc32"
	"io"
	"os"
	"sync"

	"github.com/klauspost/compress/flate"
)

// Part is a part of a container, compressed.
type Part struct {
	Name string
	crc  uint32
	size int // before it was compressed
	data []byte
}

// New compresses a part.
func New(name string, text []byte) (Part, error) {
	var data bytes.Buffer
	z := compressors.Get().(*flate.Writer)
	defer compressors.Put(z)
	z.Reset(&data)
	if _, err := z.Write(text); err != nil {
		return Part{}, err
	}
	err := z.Close()
	return Part{name, crc32.ChecksumIEEE(text), len(text), data.Bytes()}, err
}

// Again gives a part of another container as it is there, compressed, where its text is still the same.
func Again(old *zip.File, text []byte) (part Part, same bool) {
	if old == nil || old.Method != zip.Deflate || old.UncompressedSize64 != uint64(len(text)) ||
		old.CRC32 != crc32.ChecksumIEEE(text) {
		return Part{}, false
	}
	raw, err := old.OpenRaw()
	if err != nil {
		return Part{}, false
	}
	data, err := io.ReadAll(raw)
	return Part{old.Name, old.CRC32, len(text), data}, err == nil
}

// compressors are used again: each takes more memory than most parts.
var compressors = sync.Pool{New: func() any {
	z, err := flate.NewWriter(io.Discard, flate.DefaultCompression)
	if err != nil { // an unknown level
		panic(err)
	}
	return z
}}

// Write lays the parts into a container, in their order.
func Write(to io.Writer, parts []Part) error {
	z := zip.NewWriter(to)
	for _, p := range parts {
		w, err := z.CreateRaw(&zip.FileHeader{
			Name: p.Name, Method: zip.Deflate, Flags: utf8Name,
			CreatorVersion: version, ReaderVersion: version,
			CRC32: p.crc, CompressedSize64: uint64(len(p.data)), UncompressedSize64: uint64(p.size),
		})
		if err == nil {
			_, err = w.Write(p.data)
		}
		if err != nil {
			return err
		}
	}
	return z.Close()
}

const (
	utf8Name = 0x800
	version  = 20 // 2.0: what deflating needs
)

// WriteFile makes the file of a container.
func WriteFile(path string, parts []Part) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(Write(file, parts), file.Close())
}

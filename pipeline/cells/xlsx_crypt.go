package cells

import (
	"bytes"
	"io"

	"github.com/xuri/excelize/v2"
)

// openEncrypted opens a workbook that has an open password, if one of the known passwords fits.
func openEncrypted(r io.ReaderAt, size int64, o *Options) (*Book, error) {
	sealed := make([]byte, size)
	if _, err := r.ReadAt(sealed, 0); err != nil && err != io.EOF {
		return nil, err
	}
	for _, password := range append([]string{anyonesPassword}, o.Passwords...) {
		plain, err := excelize.Decrypt(sealed, &excelize.Options{Password: password})
		if err == nil && bytes.HasPrefix(plain, []byte("PK")) {
			return openXLSX(bytes.NewReader(plain), int64(len(plain)), &o.Limits)
		}
	}
	return nil, refuse("encrypted", "no known password fits")
}

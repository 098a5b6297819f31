package inflate

import (
	"bytes"
	"compress/flate"
	"io"
	"os"
	"testing"
)

// inflateAll inflates through a window of the given size, as the scanner does.
func inflateAll(f *Inflater, packed []byte, window int) ([]byte, error) {
	f.Reset(bytes.NewReader(packed), 0, int64(len(packed)))
	buf, end, sent := make([]byte, window), 0, 0
	var out []byte
	for {
		n, err := f.Fill(buf, end)
		end += n
		out = append(out, buf[sent:end]...)
		sent = end
		if err == io.EOF {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		if drop := end - History; drop > 0 {
			copy(buf, buf[drop:end])
			end, sent = History, History
		}
	}
}

func FuzzInflate(f *testing.F) {
	text, err := os.ReadFile("inflate.go")
	if err != nil {
		f.Fatal(err)
	}
	for level := flate.HuffmanOnly; level <= flate.BestCompression; level++ {
		var out bytes.Buffer
		w, _ := flate.NewWriter(&out, level)
		for i := range 40 {
			w.Write(text[i*20:])
		}
		w.Close()
		f.Add(out.Bytes())
	}
	var in Inflater
	f.Fuzz(func(t *testing.T, packed []byte) {
		want, wantErr := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), 1<<20))
		got, err := inflateAll(&in, packed, 70<<10)
		if len(want) == 1<<20 {
			got = got[:min(len(got), 1<<20)]
		} else if (err == nil) != (wantErr == nil) {
			t.Fatalf("%v, want %v", err, wantErr)
		}
		if wantErr == nil && !bytes.Equal(got, want) {
			t.Fatalf("%d bytes, want %d", len(got), len(want))
		}
	})
}

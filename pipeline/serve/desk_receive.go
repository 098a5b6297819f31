package serve

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime/multipart"
	"net"
	"net/http"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"jixiao/pipeline/publish"
)

// Receiver takes submissions into the inputs folder: each township by its own code, into its own folder, under new
// names. Nothing that is there is read, changed or written over.
type Receiver struct {
	Inputs string
	Codes  string // a CSV file with the columns 单位代码, 单位名称, 口令; read at each submission
	Log    string // a CSV file with a line a received file
	Now    func() time.Time
	Zone   *time.Location

	logging sync.Mutex
	wrong   attempts
}

// Receipt is what a township gets for its files.
type Receipt struct {
	Number, Township, At string
	Files                []Received
}

// Received is a file as it was taken.
type Received struct {
	Sent, Name, SHA256 string
	Size               int64
}

// stagingDir is where uploads stand until they are whole; a run does not look there.
const stagingDir = ".报送"

// codeLength is the most that a code may have.
const codeLength = 64

var errCode = &refusal{http.StatusForbidden, "口令不对。请核对财政局发给你单位的口令。"}

// receive takes a submission: all of its files or none.
func (d *Desk) receive(w http.ResponseWriter, r *http.Request) error {
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	if !d.Receiver.wrong.mayTry(host, d.Now()) {
		return &refusal{http.StatusTooManyRequests, "口令连续输错，请过十五分钟再试。"}
	}
	_, done, err := d.taking.turn(w, r)
	if err != nil {
		return err
	}
	defer done()
	receipt, err := d.Receiver.take(r)
	if errors.Is(err, errCode) {
		d.Receiver.wrong.add(host, d.Now())
	}
	if err != nil {
		return err
	}
	d.show(w, http.StatusOK, "receipt", receipt)
	return nil
}

// take reads a submission aside, and moves it into the township's folder once it is whole.
func (c *Receiver) take(r *http.Request) (*Receipt, error) {
	root, err := os.OpenRoot(c.Inputs)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	now := c.Now().In(c.Zone)
	receipt := &Receipt{
		Number: now.Format("20060102-150405") + "-" + rand.Text()[:4], At: now.Format("2006年1月2日 15:04:05"),
	}
	aside := path.Join(stagingDir, receipt.Number)
	if err := root.MkdirAll(aside, 0o755); err != nil {
		return nil, err
	}
	defer func() { _ = root.RemoveAll(aside) }() // what is left of it is no submission
	create := func(name string) (*os.File, error) {
		return root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	}
	taken := map[string]bool{}
	err = parts(r, func(p *multipart.Part) (err error) {
		switch {
		case p.FormName() == "code" && receipt.Township == "":
			receipt.Township, err = c.townshipOf(p)
			return err
		case receipt.Township == "": // who it is comes first: of a stranger nothing is written
			return errCode
		}
		return save(p, aside, create, taken)
	})
	switch {
	case err != nil:
		return nil, err
	case receipt.Township == "":
		return nil, errCode
	case len(taken) == 0:
		return nil, errNone
	}
	if err := c.moveIn(root, aside, receipt); err != nil {
		return nil, err
	}
	return receipt, c.log(receipt)
}

// townshipOf is the township whose code was typed.
func (c *Receiver) townshipOf(typed io.Reader) (string, error) {
	text, err := io.ReadAll(io.LimitReader(typed, codeLength))
	if err != nil {
		return "", err
	}
	f, err := os.Open(c.Codes)
	if err != nil {
		return "", err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(strings.TrimSpace(string(text))))
	township := ""
	for _, row := range rows[min(1, len(rows)):] {
		if len(row) < 3 || len(strings.TrimSpace(row[2])) < shortestCode {
			continue
		}
		if own := sha256.Sum256([]byte(strings.TrimSpace(row[2]))); subtle.ConstantTimeCompare(own[:], sum[:]) == 1 {
			township = row[1]
		}
	}
	if township == "" {
		return "", errCode
	}
	return township, nil
}

// shortestCode is how long a code must be to count: a shorter one could be guessed.
const shortestCode = 8

var yearDir = regexp.MustCompile(`^(19|20)[0-9]{2}$`)

// moveIn gives the files their names in the township's folder of the newest year.
func (c *Receiver) moveIn(root *os.Root, aside string, receipt *Receipt) (err error) {
	year, err := newestYear(root)
	if err != nil {
		return err
	}
	folder := path.Join(year, publish.FileName(receipt.Township))
	if err := root.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	defer func() {
		if err != nil { // all of them or none
			for _, f := range receipt.Files {
				_ = root.Remove(path.Join(folder, f.Name))
			}
		}
	}()
	entries, err := fs.ReadDir(root.FS(), aside)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		sent := entry.Name()
		stem := []rune(strings.TrimSuffix(sent, path.Ext(sent)))
		name := "报送" + receipt.Number + "-" + string(stem[:min(len(stem), 40)]) + path.Ext(sent)
		if _, err := root.Lstat(path.Join(folder, name)); err == nil {
			name = fmt.Sprintf("报送%s-%d%s", receipt.Number, len(receipt.Files)+1, path.Ext(sent))
		}
		sum, size, err := hashIn(root, path.Join(aside, sent))
		if err != nil {
			return err
		}
		if err := root.Rename(path.Join(aside, sent), path.Join(folder, name)); err != nil {
			return err
		}
		receipt.Files = append(receipt.Files, Received{sent, name, sum, size})
	}
	return nil
}

func newestYear(root *os.Root) (string, error) {
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return "", err
	}
	var years []string
	for _, entry := range entries {
		if entry.IsDir() && yearDir.MatchString(entry.Name()) {
			years = append(years, entry.Name())
		}
	}
	if len(years) == 0 {
		return "", &refusal{http.StatusServiceUnavailable, "财政局还没有开放本年度的报送。"}
	}
	return slices.Max(years), nil
}

func hashIn(root *os.Root, name string) (sum string, size int64, err error) {
	f, err := root.Open(name)
	if err != nil {
		return "", 0, err
	}
	defer f.Close()
	h := sha256.New()
	size, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), size, err
}

// log writes down what was received, a line a file.
func (c *Receiver) log(receipt *Receipt) (err error) {
	c.logging.Lock()
	defer c.logging.Unlock()
	f, err := os.OpenFile(c.Log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Sync(), f.Close()) }()
	w := csv.NewWriter(f)
	if info, err := f.Stat(); err == nil && info.Size() == 0 {
		_ = w.Write([]string{"\ufeff回执编号", "乡镇", "时间", "上传的文件", "保存为", "字节数", "SHA-256"}) // Flush tells
	}
	for _, file := range receipt.Files {
		_ = w.Write([]string{
			receipt.Number, receipt.Township, receipt.At, quoted(file.Sent), file.Name, fmt.Sprint(file.Size), file.SHA256,
		})
	}
	w.Flush()
	return w.Error()
}

// quoted keeps a spreadsheet from taking a file's name for a formula.
func quoted(name string) string {
	if name != "" && strings.ContainsRune("=+-@", rune(name[0])) {
		return "'" + name
	}
	return name
}

// attempts counts wrong codes by the address they come from.
type attempts struct {
	sync.Mutex
	at map[string][]time.Time
}

const (
	mostWrong = 10
	wrongFor  = 15 * time.Minute
)

func (a *attempts) mayTry(host string, now time.Time) bool {
	a.Lock()
	defer a.Unlock()
	for name, times := range a.at { // so that it does not grow for ever
		if times = slices.DeleteFunc(times, func(t time.Time) bool { return now.Sub(t) >= wrongFor }); len(times) == 0 {
			delete(a.at, name)
		} else {
			a.at[name] = times
		}
	}
	return len(a.at[host]) < mostWrong
}

func (a *attempts) add(host string, now time.Time) {
	a.Lock()
	defer a.Unlock()
	if a.at == nil {
		a.at = map[string][]time.Time{}
	}
	a.at[host] = append(a.at[host], now)
}

// WriteCodes makes the file of codes, one a township, where there is none yet; only its owner may read it.
func WriteCodes(path string, codes, names []string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	w := csv.NewWriter(f)
	_ = w.Write([]string{"单位代码", "单位名称", "口令"}) // Flush tells
	for i, code := range codes {
		_ = w.Write([]string{code, names[i], strings.ToLower(rand.Text()[:12])})
	}
	w.Flush()
	return errors.Join(w.Error(), f.Sync(), f.Close())
}

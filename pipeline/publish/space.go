package publish

import (
	"os"

	"jixiao/pipeline/fault"
)

// reserve is kept free beyond three times the newest set: the new one, what it is built from, and room.
const reserve = 64 << 20

// CheckSpace sees, before anything is written, that there is room for another set.
func (p Place) CheckSpace() error { return p.checkSpace(freeSpace) }

func (p Place) checkSpace(freeSpace func(dir string) (int64, error)) error {
	need := int64(reserve)
	if s, err := Newest(os.DirFS(p.Dir), func(*Manifest) bool { return true }); err == nil {
		for _, o := range s.Manifest.Outputs {
			need += 3 * o.Size
		}
	}
	free, err := freeSpace(p.Dir)
	if err != nil {
		return nil // a share that does not tell: the run finds out by writing
	}
	if free < need {
		return fault.New(fault.Passing, "磁盘空间不足：还剩 %d MB，本次运行约需 %d MB，没有发布，上一次的结果保持不变。请清理磁盘后再运行。",
			free>>20, need>>20)
	}
	return nil
}

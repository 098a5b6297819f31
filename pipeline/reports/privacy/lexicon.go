package privacy

import (
	"embed"
	"strings"
)

// trait is what a Han sign may be in a name.
type trait uint8

const (
	frequent trait = 1 << iota // a surname that seldom begins another word
	seldom                     // a surname that begins many other words
	given                      // often in given names
	never                      // in no given name
	between                    // a word of its own (为 和 向): in a name only if it is often in given names
	behind                     // begins what may follow a name
	before                     // ends what may stand before a name
	starts                     // begins a word that announces or follows a name, or an address
)

//go:embed lexicon
var lists embed.FS

// traits are what each Han sign may be.
var traits = readTraits()

func readTraits() (all [0xa000 - 0x4e00]trait) {
	for list, what := range map[string]trait{"surnames_frequent": frequent, "surnames_seldom": seldom, "given": given,
		"never": never, "between": between, "behind": behind, "before": before} {
		for _, r := range lexicon(list) {
			if isHan(r) {
				all[r-0x4e00] |= what
			}
		}
	}
	for first := range names {
		if isHan(first) {
			all[first-0x4e00] |= starts
		}
	}
	return all
}

// lexicon is what a file of the lexicon holds. The files are in the program: one that is missing is found by any test.
func lexicon(name string) string {
	data, err := lists.ReadFile("lexicon/" + name + ".txt")
	if err != nil {
		panic(err)
	}
	return string(data)
}

func is(r rune, what trait) bool { return isHan(r) && traits[r-0x4e00]&what != 0 }

// compounds are surnames of two signs.
var compounds = pairs("欧阳 司马 上官 诸葛 司徒 皇甫 尉迟 公孙 慕容 令狐 夏侯 端木 西门 独孤 南宫 轩辕 宇文 长孙 申屠 淳于")

// wordStarts are two signs that begin, or are, a word and not a name; wordEnds two that end one, the second of
// which may be a surname: the frequent ones of jieba's list of words, and those that reports use.
var (
	wordStarts = pairs(lexicon("word_starts"))
	wordEnds   = pairs(lexicon("word_ends"))
)

func pairs(list string) map[[2]rune]bool {
	all := map[[2]rune]bool{}
	for _, word := range strings.Fields(list) {
		runes := []rune(word)
		all[[2]rune{runes[0], runes[1]}] = true
	}
	return all
}

package cells

import "strings"

// symbolFont is what the font Symbol shows for the bytes from 0x20 on; U+FFFD where it has nothing.
const symbolFont = " !∀#∃%&∋()∗+,−./0123456789:;<=>?" +
	"≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_" +
	"‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼\ufffd" +
	"\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd" +
	"\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd" +
	"€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵" +
	"ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓" +
	"◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\ufffd〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭\ufffd"

// wingdings are signs of the fonts Wingdings that documents use: boxes, ticks, bullets, numbers in circles.
var wingdings = map[string]map[rune]rune{
	"wingdings": {
		0x6c: '●', 0x6d: '❍', 0x6e: '■', 0x6f: '□', 0x71: '❑', 0x72: '❒', 0x73: '⬧', 0x74: '⧫', 0x75: '◆', 0x76: '❖',
		0x77: '⬥',
		0x80: '⓪', 0x81: '①', 0x82: '②', 0x83: '③', 0x84: '④', 0x85: '⑤', 0x86: '⑥', 0x87: '⑦', 0x88: '⑧', 0x89: '⑨',
		0x8a: '⑩',
		0x8b: '⓿', 0x8c: '❶', 0x8d: '❷', 0x8e: '❸', 0x8f: '❹', 0x90: '❺', 0x91: '❻', 0x92: '❼', 0x93: '❽', 0x94: '❾',
		0x95: '❿',
		0x9e: '·', 0x9f: '•', 0xa1: '○', 0xa7: '▪', 0xa8: '□', 0xaa: '✦', 0xab: '★', 0xb2: '⟡', 0xd8: '➢', 0xdc: '➲',
		0xdf: '←', 0xe0: '→', 0xe1: '↑', 0xe2: '↓', 0xe8: '➔', 0xf0: '⇨', 0xfb: '✗', 0xfc: '✓', 0xfd: '☒',
		0xfe: '☑', 0x46: '☞', 0x4a: '☺', 0x20: ' ',
	},
	"wingdings 2": {
		0x4f: '✗', 0x50: '✓', 0x51: '☒', 0x52: '☑', 0x53: '☒', 0x54: '☒', 0x97: '●', 0x99: '○', 0xa2: '■',
		0xa3: '□', 0x20: ' ',
		0x6a: '①', 0x6b: '②', 0x6c: '③', 0x6d: '④', 0x6e: '⑤', 0x6f: '⑥', 0x70: '⑦', 0x71: '⑧', 0x72: '⑨', 0x73: '⑩',
	},
}

// symbol is what a font of signs shows for a code; the code itself, in the private area, where that is not known.
func symbol(font string, code rune) rune {
	font = strings.ToLower(font)
	b := code
	if 0xf000 <= code && code <= 0xf0ff {
		b = code - 0xf000
	}
	if font == "symbol" && 0x20 <= b && b <= 0xff {
		if r := []rune(symbolFont)[b-0x20]; r != '\ufffd' {
			return r
		}
	}
	if r, known := wingdings[font][b]; known {
		return r
	}
	if b < 0x100 && isSymbolFont(font) {
		return 0xf000 + b
	}
	return code
}

func isSymbolFont(font string) bool {
	font = strings.ToLower(font)
	return font == "symbol" || font == "webdings" || strings.HasPrefix(font, "wingdings")
}

// showSymbols is a text in a font: in a font of signs those signs.
func showSymbols(font, text string) string {
	if font == "" {
		font = "symbol" // bullets of the private area without a font
		if !strings.ContainsFunc(text, inPrivateArea) {
			return text
		}
	}
	if !isSymbolFont(font) {
		return text
	}
	return strings.Map(func(r rune) rune {
		if r < 0x20 {
			return r
		}
		return symbol(font, r)
	}, text)
}

func inPrivateArea(r rune) bool { return 0xf000 <= r && r <= 0xf0ff }

// raised and lowered are the digits and signs of super- and subscripts: m2 with a raised 2 is m², and 10 with
// a raised 4 is not 104.
var raised = strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵",
	"6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹", "+", "⁺", "-", "⁻", "−", "⁻")
var lowered = strings.NewReplacer("0", "₀", "1", "₁", "2", "₂", "3", "₃", "4", "₄",
	"5", "₅", "6", "₆", "7", "₇", "8", "₈", "9", "₉")

package prefilter

import (
	"bytes"
	"unicode"
)

// reach bounds how far from a marker its surroundings are looked at.
const reach = 400

// minCredential is the length from which on a string could be a credential.
const minCredential = 6

// stringPrefix are the letters that can stand before a quote.
const stringPrefix = "bBrRuUfF"

// holds reports whether the marker, whose text ends before data[end], stands
// there in the way that it has to.
func (m marker) holds(data []byte, end int) bool {
	start := end - len(m.text)
	if !startsWord(data, start) {
		return false
	}
	switch m.how {
	case asPrefix:
		return true
	case asFallback:
		return fallbackFollows(data[end:min(len(data), end+reach)])
	case asBehind:
		return endsName(data, end) && m.isBehind(data[max(0, start-reach):start])
	case asImport:
		return endsModule(data, end) && imported(data[max(0, start-reach):start])
	}
	return endsWord(data, end)
}

func isLower(b byte) bool { return 'a' <= b && b <= 'z' }
func isUpper(b byte) bool { return 'A' <= b && b <= 'Z' }
func isAlnum(b byte) bool { return isLower(b) || isUpper(b) || '0' <= b && b <= '9' || b >= 0x80 }

func startsWord(data []byte, start int) bool {
	if start == 0 || !isAlnum(data[start]) || !isAlnum(data[start-1]) {
		return true
	}
	if isUpper(data[start]) && !isUpper(data[start-1]) {
		return true
	}
	return escaped(data, start)
}

// escaped says that the letter before a word belongs to an escape: "\nToken".
func escaped(data []byte, start int) bool {
	return start >= 2 && data[start-2] == '\\' && isLower(data[start-1])
}

// endsWord takes a plural for the word itself.
func endsWord(data []byte, end int) bool {
	if end < len(data) && (data[end] == 's' || data[end] == 'S') && isAlnum(data[end-1]) {
		end++
	}
	if end == len(data) || !isAlnum(data[end]) || !isAlnum(data[end-1]) {
		return true
	}
	return isUpper(data[end]) && isLower(data[end-1])
}

func endsModule(data []byte, end int) bool {
	return end == len(data) || data[end] != '_' && !isAlnum(data[end])
}

// imported reports whether the text before a module's name on its line imports it.
func imported(before []byte) bool {
	if i := bytes.LastIndexByte(before, '\n'); i >= 0 {
		before = before[i+1:]
	}
	if n := len(before); n > 0 && before[n-1] == '_' {
		return false
	}
	for _, word := range []string{"import", "from", "require"} {
		if bytes.Contains(before, []byte(word)) {
			return true
		}
	}
	return false
}

// endsName takes the word for the start of a name too, such as tokenValue.
func endsName(data []byte, end int) bool {
	return endsWord(data, end) || isLower(data[end-1]) && isUpper(data[end])
}

// close is how far behind a text that is no call a name may stand: environ["NAME.
const closeBy = 40

// isBehind reports whether the text before a word shows that it is used so.
func (m marker) isBehind(before []byte) bool {
	near := before[max(0, len(before)-closeBy):]
	for _, text := range m.texts {
		if bytes.Contains(near, text) {
			return true
		}
	}
	for i := len(before) - 1; i > 0; i-- {
		switch before[i] {
		case '\n':
			if before[i-1] == '\n' || before[i-1] == ':' { // another statement
				return false
			}
		case '(':
			if m.isCall(before[:i+1]) && isCode(before[i+1:]) {
				return true
			}
		}
	}
	return false
}

func (m marker) isCall(before []byte) bool {
	for _, call := range m.calls {
		if bytes.HasSuffix(before, call) {
			return true
		}
	}
	return false
}

// isCode reports whether what follows a call's arguments so far is code: not the
// text of a string, unless it is a field of a template or a key, as in form["token"].
func isCode(args []byte) bool {
	var quote byte
	field, from, depth := 0, 0, 0
	for i := 0; i < len(args); i++ {
		switch b := args[i]; {
		case quote == 0 && (b == '"' || b == '\''):
			quote, field, from = b, 0, i
		case quote == 0 && b == '(':
			depth++
		case quote == 0 && b == ')':
			if depth--; depth < 0 {
				return false // the call has ended
			}
		case quote == 0:
		case b == '\\':
			i++
		case b == '{':
			field++
		case b == '}':
			field--
		case b == quote && field <= 0:
			quote = 0
		}
	}
	return quote == 0 || field > 0 || isKey(args[:from], args[from+1:])
}

// isKey tells the start of a quoted name that something is asked for.
func isKey(before, name []byte) bool {
	if len(before) == 0 || before[len(before)-1] != '[' && before[len(before)-1] != '(' {
		return false
	}
	return len(bytes.TrimFunc(name, func(r rune) bool { return r == '_' || r == '-' || unicode.IsLetter(r) || unicode.IsDigit(r) })) == 0
}

// fallbackFollows reports whether the text after a word in a quoted name gives a
// quoted string without white space that is used where there is nothing of the name.
func fallbackFollows(after []byte) bool {
	for len(after) > 0 && (isAlnum(after[0]) || after[0] == '_' || after[0] == '-') {
		after = after[1:]
	}
	if !quoteAt(after) {
		return false
	}
	after = skip(after, "\"'` \t])")
	switch {
	case bytes.HasPrefix(after, []byte(",")):
		after = bytes.TrimPrefix(skip(after, ", \t\r\n\\("), []byte("default="))
	case bytes.HasPrefix(after, []byte("or ")):
		after = skip(after[len("or "):], " \t\r\n\\(")
	default:
		return false
	}
	return quotedCredential(after)
}

func skip(s []byte, signs string) []byte { return bytes.TrimLeft(s, signs) }

// quoteAt reports whether a string starts here, whatever its prefix.
func quoteAt(s []byte) bool {
	s = bytes.TrimLeft(s, stringPrefix)
	return len(s) > 0 && (s[0] == '"' || s[0] == '\'')
}

func quotedCredential(s []byte) bool {
	if !quoteAt(s) {
		return false
	}
	s = bytes.TrimLeft(s, stringPrefix)
	body := bytes.TrimLeft(s, `"'`)
	end := bytes.IndexByte(body, s[0])
	if end < 0 {
		end = len(body)
	}
	word := body[:end]
	if i := bytes.LastIndexByte(word, ' '); i >= 0 { // "Bearer abc"
		word = word[i+1:]
	}
	return len(word) >= minCredential
}

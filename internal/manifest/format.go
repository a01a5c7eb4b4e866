package manifest

import (
	"path"
	"regexp"
	"strings"
)

// The ecosystems, as package registries call them.
const (
	pypi  = "pypi"
	npm   = "npm"
	golib = "go"
	maven = "maven"
)

// The ranks: what a lock file says goes before what a list of pins says, and that
// before a requirement. What is for development alone comes last.
const (
	rankLock = iota
	rankPins
	rankManifest
	rankDevelopment
)

// format is one kind of manifest.
type format struct {
	ecosystem string
	rank      int
	read      func(*document) error
}

// formatOf is the format of a file by its name; nil where it is no manifest.
func formatOf(p string) *format {
	base := strings.ToLower(path.Base(p))
	switch base {
	case "poetry.lock", "uv.lock", "pdm.lock", "pylock.toml":
		return &format{pypi, rankLock, readPythonLock}
	case "pipfile.lock":
		return &format{pypi, rankLock, readPipfileLock}
	case "pipfile", "pyproject.toml":
		return &format{pypi, rankManifest, readPyproject}
	case "setup.cfg":
		return &format{pypi, rankManifest, readSetupCfg}
	case "package-lock.json", "npm-shrinkwrap.json":
		return &format{npm, rankLock, readPackageLock}
	case "package.json":
		return &format{npm, rankManifest, readPackageJSON}
	case "pnpm-lock.yaml":
		return &format{npm, rankLock, readPnpmLock}
	case "yarn.lock":
		return &format{npm, rankLock, readYarnLock}
	case "go.mod":
		return &format{golib, rankLock, readGoMod}
	case "gradle.lockfile":
		return &format{maven, rankLock, readGradleLock}
	case "pom.xml":
		return &format{maven, rankPins, readPom}
	case "build.gradle", "build.gradle.kts":
		return &format{maven, rankPins, readGradle}
	case "libs.versions.toml":
		return &format{maven, rankPins, readCatalog}
	}
	if requirements(p, base) {
		return &format{pypi, rankPins, readRequirements}
	}
	return nil
}

// requirements tells pip's lists by their names: requirements-dev.txt,
// test_requirements.txt, constraints.txt, requirements/base.txt.
func requirements(p, base string) bool {
	stem, ok := strings.CutSuffix(base, ".txt")
	if !ok {
		return false
	}
	return strings.Contains(stem, "requirements") || strings.HasPrefix(stem, "constraints") || inFolder(p, "requirements")
}

func inFolder(p, name string) bool { return strings.EqualFold(path.Base(path.Dir(p)), name) }

// home is the folder that a manifest speaks for: its own, but for a list in
// requirements/ and a catalogue in gradle/.
func home(p string) string {
	dir := path.Dir(p)
	if formatOf(p).ecosystem == pypi && inFolder(p, "requirements") || strings.EqualFold(path.Base(p), "libs.versions.toml") && inFolder(p, "gradle") {
		return path.Dir(dir)
	}
	return dir
}

var development = regexp.MustCompile(`(^|[^a-z])(dev|develop|development|test|tests|testing|doc|docs|lint|ci|build|tools|local|example|examples|bench)([^a-z]|$)`)

func rankOf(p string) int {
	f := formatOf(p)
	if f.rank == rankPins && f.ecosystem == pypi && development.MatchString(strings.ToLower(path.Base(p))) {
		return rankDevelopment
	}
	return f.rank
}

// Is tells a file that says which versions of packages are used.
func Is(p string) bool { return formatOf(p) != nil }

var pypiSeparators = regexp.MustCompile(`[-_.]+`)

// canonical is the one way to write a package's name; empty where it is none.
func canonical(ecosystem, name string) string {
	name = strings.TrimSpace(name)
	if len(name) > 256 {
		return ""
	}
	if ecosystem == pypi {
		return strings.ToLower(pypiSeparators.ReplaceAllString(name, "-"))
	}
	return name
}

package name

// collisions are top-level domains that private networks take and nobody keeps for them:
// those that RFC 6762 (appendix G) counts, but for "internal", which is kept for this,
// and those that routers and distributions set.
var collisions = []string{"intranet", "private", "corp", "home", "lan", "localdomain", "localnet", "mail"}

// CollisionProne gives the last label of a name that means something else in each network,
// or that public DNS may one day serve; onion is set for one that only Tor knows. Empty
// is none.
func CollisionProne(host string) (domain string, onion bool) {
	info := Classify(host)
	if info.Class != SpecialUse {
		return "", false
	}
	last := lastLabel(info.Host)
	if last == "onion" {
		return last, true
	}
	for _, c := range collisions {
		if c == last {
			return last, false
		}
	}
	return "", false
}

package name

// The lists hold suffixes that a provider documents as its own; each row was
// taken from that provider's documentation of its host names.

// specialUse are names that public DNS does not serve, or that collide with
// private use (RFC 6761, RFC 7686, RFC 8375, ICANN's resolution on .internal).
var specialUse = []string{
	"internal", "corp", "home", "lan", "mail", "intranet", "private", "localdomain", "home.arpa", "onion", "alt", "workgroup", "dhcp",
}

var tunnels = []string{
	"ngrok.io", "ngrok.app", "ngrok.dev", "ngrok-free.app", "ngrok-free.dev", "trycloudflare.com", "loca.lt", "localtunnel.me", "serveo.net",
	"localhost.run", "lhr.life", "telebit.io", "tunnelto.dev", "devtunnels.ms", "bore.pub", "pagekite.me", "loophole.site",
}

var dynamicDNS = []string{
	"duckdns.org", "no-ip.org", "no-ip.com", "ddns.net", "hopto.org", "zapto.org", "sytes.net", "dyndns.org", "dynu.net", "afraid.org",
	"nip.io", "sslip.io", "xip.io", "myftp.org", "servebeer.com", "freeddns.org",
}

// claimable are suffixes under which a name that was given up can be taken by
// the next account.
var claimable = []string{
	"herokuapp.com", "azurewebsites.net", "cloudapp.azure.com", "cloudapp.net", "trafficmanager.net", "blob.core.windows.net", "azureedge.net",
	"azure-api.net", "github.io", "gitlab.io", "netlify.app", "vercel.app", "pages.dev", "workers.dev", "surge.sh", "web.app", "firebaseapp.com",
	"appspot.com", "onrender.com", "fly.dev", "railway.app", "up.railway.app", "glitch.me", "repl.co", "replit.app", "elasticbeanstalk.com",
	"s3.amazonaws.com", "readthedocs.io", "bitbucket.io", "wordpress.com", "zendesk.com", "statuspage.io", "ghost.io", "myshopify.com",
}

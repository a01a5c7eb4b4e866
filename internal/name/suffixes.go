package name

// The lists hold suffixes under which a provider hands out names. A row is in the
// private part of the Public Suffix List, where providers enter themselves, or its
// provider documents it; a test holds the rows against the list.

// specialUse are names that are reserved although the Public Suffix List knows
// them: RFC 7686 and RFC 8375. Every top-level domain that it does not know
// (internal, corp, lan …) is special too.
var specialUse = []string{"onion", "home.arpa"}

var tunnels = []string{
	"ngrok.io", "ngrok.app", "ngrok.dev", "ngrok-free.app", "ngrok-free.dev", "trycloudflare.com", "serveo.net", "telebit.io",
	"loca.lt", "localhost.run", "lhr.life", "devtunnels.ms",
}

var dynamicDNS = []string{
	"duckdns.org", "no-ip.org", "ddns.net", "hopto.org", "zapto.org", "sytes.net", "dyndns.org", "dynu.net", "myftp.org", "servebeer.com",
	"freeddns.org", "nip.io", "sslip.io",
}

// claimable are suffixes under which a name that was given up can be taken by
// the next account.
var claimable = []string{
	"herokuapp.com", "azurewebsites.net", "cloudapp.net", "trafficmanager.net", "blob.core.windows.net", "azureedge.net", "azure-api.net",
	"github.io", "gitlab.io", "netlify.app", "vercel.app", "pages.dev", "workers.dev", "web.app", "firebaseapp.com", "appspot.com",
	"onrender.com", "fly.dev", "up.railway.app", "repl.co", "replit.app", "elasticbeanstalk.com", "s3.amazonaws.com", "readthedocs.io",
	"bitbucket.io", "myshopify.com",
}

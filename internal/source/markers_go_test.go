package source

var smallGo = map[string]string{
	"net/http":          "package a\n\nimport \"net/http\"\n\nfunc f() { http.Get(\"https://a.example.com\") }\n",
	"oauth2":            "package a\n\nimport \"golang.org/x/oauth2\"\n\nfunc f() { oauth2.NewClient(nil, nil).Get(\"https://a.example.com\") }\n",
	"resty":             "package a\n\nimport \"github.com/go-resty/resty/v2\"\n\nfunc f() { resty.New().R().Get(\"https://a.example.com\") }\n",
	"retryablehttp":     "package a\n\nimport \"github.com/hashicorp/go-retryablehttp\"\n\nfunc f() { retryablehttp.Get(\"https://a.example.com\") }\n",
	"cleanhttp":         "package a\n\nimport \"github.com/hashicorp/go-cleanhttp\"\n\nfunc f() { cleanhttp.DefaultClient().Get(\"https://a.example.com\") }\n",
	"gorilla/websocket": "package a\n\nimport \"github.com/gorilla/websocket\"\n\nfunc f() { websocket.DefaultDialer.Dial(\"wss://a.example.com\", nil) }\n",
	"golang-jwt":        "package a\n\nimport \"github.com/golang-jwt/jwt/v5\"\n\nfunc f(s string) { jwt.Parse(s, nil) }\n",
	"jwt-go":            "package a\n\nimport \"github.com/dgrijalva/jwt-go\"\n\nfunc f(s string) { jwt.Parse(s, nil) }\n",
	"eyj*":              "package a\n\nvar x = \"eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJodHRwczovL2xvZ2luLmFjbWUtbG9naW4uaW8iLCJzdWIiOiJtYWRlLXVwIn0.bWFkZS11cA\"\n",
	"request.host":      "package a\n\nimport \"github.com/gin-gonic/gin\"\n\nfunc f(c *gin.Context) string { return \"https://\" + c.Request.Host + \"/x\" }\n",
	"forwarded-host":    "package a\n\nimport \"github.com/gin-gonic/gin\"\n\nfunc f(c *gin.Context) string { return \"https://\" + c.Request.Header.Get(\"X-Forwarded-Host\") + \"/x\" }\n",

	"token behind":      "package a\n\nimport \"fmt\"\n\nfunc f(token string) { fmt.Print(token) }\n",
	"apikey behind":     "package a\n\nimport \"fmt\"\n\nfunc f(apiKey string) { fmt.Printf(\"%s\", apiKey) }\n",
	"api_key behind":    "package a\n\nimport \"fmt\"\n\nfunc f(api_key string) { fmt.Println(api_key) }\n",
	"accesskey behind":  "package a\n\nimport \"log/slog\"\n\nfunc f(accessKey string) { slog.Info(accessKey) }\n",
	"secret behind":     "package a\n\nimport \"github.com/sirupsen/logrus\"\n\nfunc f(clientSecret string) { logrus.Infof(\"%s\", clientSecret) }\n",
	"credential behind": "package a\n\nimport \"log/slog\"\n\nfunc f(credential string) { slog.Debug(credential) }\n",
	"password behind":   "package a\n\nimport \"github.com/sirupsen/logrus\"\n\nfunc f(password string) { logrus.Debugf(\"%s\", password) }\n",
	"passwd behind":     "package a\n\nimport \"log/slog\"\n\nfunc f(passwd string) { slog.Warn(passwd) }\n",
	"passphrase behind": "package a\n\nimport \"github.com/sirupsen/logrus\"\n\nfunc f(passphrase string) { logrus.Warnf(\"%s\", passphrase) }\n",

	// One more for each text that a word stands behind.
	"token behind Error(":       "package a\n\nimport \"log/slog\"\n\nfunc f(token string) { slog.Error(token) }\n",
	"token behind Errorf(":      "package a\n\nimport \"github.com/sirupsen/logrus\"\n\nfunc f(token string) { logrus.Errorf(\"%s\", token) }\n",
	"token behind Fatal(":       "package a\n\nimport \"log\"\n\nfunc f(token string) { log.Fatal(token) }\n",
	"token behind Fatalf(":      "package a\n\nimport \"log\"\n\nfunc f(token string) { log.Fatalf(\"%s\", token) }\n",
	"token behind flag.string(": "package a\n\nimport \"flag\"\n\nvar t = flag.String(\"token\", \"made-up-default-01\", \"\")\n",
	"token behind StringVar":    "package a\n\nimport \"github.com/spf13/cobra\"\n\nvar t string\n\nfunc f(c *cobra.Command) { c.Flags().StringVar(&t, \"token\", \"made-up-default-01\", \"\") }\n",
}

// Package sources reads hosts and tokens from wherever they may come.
package sources

import (
	"bufio"
	"bytes"
	"database/sql"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"syscall"

	"github.com/caarlos0/env/v11"
	"github.com/gin-gonic/gin"
	"github.com/go-chi/chi/v5"
	"github.com/gofiber/fiber/v2"
	"github.com/gorilla/mux"
	"github.com/kelseyhightower/envconfig"
	"github.com/labstack/echo/v4"
	"github.com/spf13/cobra"
	"github.com/spf13/viper"
	"github.com/urfave/cli/v2"
	"gopkg.in/yaml.v3"
	"gorm.io/gorm"
)

func send(host string, token string) {
	req, _ := http.NewRequest("GET", "https://"+host+"/", nil)
	req.Header.Set("X-Api-Key", token)
	http.DefaultClient.Do(req)
}

func environment() {
	send(os.Getenv("HOST"), os.Getenv("TOKEN"))
	host, ok := os.LookupEnv("LOOKED_UP")
	if ok {
		other, _ := syscall.Getenv("SYSTEM")
		send(host, other)
	}
}

type settings struct {
	Host  string
	Token string `envconfig:"TOKEN"`
}

func decoded(data []byte) {
	var a settings
	envconfig.Process("app", &a)
	send(a.Host, a.Token)
	b := settings{}
	env.Parse(&b)
	send(b.Host, b.Token)
	var c settings
	viper.Unmarshal(&c)
	send(c.Host, c.Token)
	var d settings
	yaml.Unmarshal(data, &d)
	send(d.Host, d.Token)
}

func flags(cmd *cobra.Command, c *cli.Context) {
	host := flag.String("host", "flag.example.com", "where to")
	send(*host, *flag.String("token", "", "what with"))
	var first, second, third, fourth, fifth string
	flag.StringVar(&first, "first-host", "var.example.com", "where to")
	cmd.Flags().StringVar(&second, "second-token", "made-up-default-01", "")
	send(first, second)
	cmd.Flags().StringVarP(&third, "third-host", "t", "third.example.com", "")
	cmd.PersistentFlags().StringVar(&fourth, "fourth-host", "fourth.example.com", "")
	cmd.PersistentFlags().StringVarP(&fifth, "fifth-host", "f", "fifth.example.com", "")
	send(third, "a")
	send(fourth, "a")
	send(fifth, *cmd.Flags().String("password", "made-up-default-02", ""))
	sixth, _ := cmd.Flags().GetString("sixth")
	seventh, _ := cmd.PersistentFlags().GetString("seventh-token")
	send(sixth, seventh)
	send(c.String("eighth"), c.String("eighth-token"))
}

func configured(v *viper.Viper) {
	send(viper.GetString("host"), viper.Get("token"))
	send(v.GetString("host"), viper.New().GetString("token"))
}

func handler(w http.ResponseWriter, r *http.Request) {
	send(r.FormValue("host"), r.Header.Get("Authorization"))
	send(r.URL.Query().Get("query"), r.PostFormValue("api_key"))
	send(mux.Vars(r)["host"], chi.URLParam(r, "token"))
	send(r.PathValue("path"), r.URL.Query()["many"][0])
	if c, err := r.Cookie("session"); err == nil {
		send("cookie.example.com", c.Value)
		send(r.FormValue("beside"), c.Value)
	}
	var in settings
	if err := json.NewDecoder(io.LimitReader(r.Body, 100)).Decode(&in); err != nil {
		return
	}
	send(in.Host, in.Token)
	body, _ := io.ReadAll(r.Body)
	var raw settings
	json.Unmarshal(body, &raw)
	send(raw.Host, raw.Token)
	http.Redirect(w, r, "https://"+r.Host+"/next", http.StatusFound)
	next := "https://" + r.Header.Get("X-Forwarded-Host") + "/next"
	_ = next
}

func frameworks(g *gin.Context, e echo.Context, f *fiber.Ctx) {
	send(g.Query("host"), g.GetHeader("X-Api-Key"))
	send(g.Param("host"), g.PostForm("api_key"))
	send(g.DefaultQuery("host", "a"), e.QueryParam("token"))
	send(f.Params("host"), f.Cookies("token"))
	var a, b, c, d settings
	g.ShouldBindJSON(&a)
	send(a.Host, a.Token)
	g.BindJSON(&b)
	send(b.Host, b.Token)
	e.Bind(&c)
	send(c.Host, c.Token)
	f.BodyParser(&d)
	send(d.Host, d.Token)
	send(e.FormValue("host"), e.FormFile("token"))
	links := []string{"https://" + g.Request.Host + "/a", "https://" + g.Request.Header.Get("X-Forwarded-Host") + "/b"}
	_ = links
}

type account struct{ Host, Token string }

func rows(db *sql.DB, g *gorm.DB, set *sql.Rows, id int) {
	var host, token string
	db.QueryRow("select host, token from accounts where id = ?", id).Scan(&host, &token)
	send(host, token)
	db.QueryRowContext(nil, "select host, token from accounts").Scan(&host, &token)
	send(host, token)
	all, _ := db.Query("select host, token from accounts")
	all.Scan(&host, &token)
	send(host, token)
	set.Scan(&host, &token)
	send(host, token)
	var a account
	g.First(&a, id)
	send(a.Host, a.Token)
	var b account
	g.Where("id = ?", id).First(&b)
	send(b.Host, b.Token)
}

// Functions that change nothing of where a text comes from.

func unchanged(host string, n int) {
	send(strings.TrimSpace(os.Getenv("SPACE")), strings.Clone(os.Getenv("CLONED")))
	send(strings.TrimSuffix(os.Getenv("SUFFIX"), "/"), strings.TrimPrefix(os.Getenv("PREFIXED"), "x"))
	send(strings.TrimRight(os.Getenv("RIGHT"), "/"), strings.TrimLeft(os.Getenv("LEFT"), "x"))
	send(strings.Trim(os.Getenv("BOTH"), "/"), string(os.Getenv("STRING_TOKEN")))
	send(strings.ToLower(os.Getenv("LOWER")), strings.ToUpper(os.Getenv("UPPER")))
	send(url.QueryEscape(os.Getenv("QUERY")), url.PathEscape(os.Getenv("PATHED")))
	send("a"+strconv.Itoa(n)+".example.com", "Bearer "+os.Getenv("BEARER_TOKEN"))
	b := bytes.NewBufferString(os.Getenv("A_TEXT"))
	c := io.NopCloser(strings.NewReader(os.Getenv("B_TEXT")))
	d := bytes.NewBuffer([]byte(os.Getenv("C_TEXT")))
	send("buffer.example.com", b)
	send("closer.example.com", c)
	send("bytes.example.com", d)
	send("reader.example.com", bytes.NewReader([]byte(os.Getenv("D_TEXT"))))
	send("buffered.example.com", bufio.NewReader(os.Getenv("E_TEXT")))
}

func redirected(g *gin.Context) {
	g.Redirect(302, "https://"+g.Request.Host)
	g.Redirect(302, "https://"+g.Request.Host+g.Request.RequestURI)
	link := "https://" + g.Request.Host + g.Request.URL.Path
	_ = link
}

func upgraded(w http.ResponseWriter, r *http.Request) {
	link := "https://" + r.Host + r.RequestURI
	_ = link
}

// Package tokens signs, verifies and writes out.
package tokens

import (
	"fmt"
	"log"
	"log/slog"
	"os"

	old "github.com/dgrijalva/jwt-go"
	"github.com/golang-jwt/jwt/v5"
	"github.com/sirupsen/logrus"
	"go.uber.org/zap"
)

var signingKey = []byte("made-up-signing-key-01")

func signed(claims jwt.MapClaims, t *jwt.Token) {
	jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(signingKey)
	jwt.New(jwt.SigningMethodHS256).SignedString([]byte("made-up-signing-key-02"))
	t.SignedString([]byte("made-up-signing-key-03"))
	old.NewWithClaims(old.SigningMethodHS256, nil).SignedString([]byte("made-up-signing-key-04"))
}

func verified(text string, claims jwt.Claims) {
	jwt.Parse(text, func(t *jwt.Token) (any, error) { return signingKey, nil })
	jwt.ParseWithClaims(text, claims, func(t *jwt.Token) (any, error) { return []byte("made-up-signing-key-05"), nil })
	old.Parse(text, keyOf)
	jwt.Parse(text, ask, jwt.WithAudience("a"), jwt.WithIssuer("b"))
	jwt.ParseWithClaims(text, claims, ask, jwt.WithIssuer("b"))
	jwt.ParseWithClaims(text, claims, ask, jwt.WithAudience("a"))
}

func keyOf(t *old.Token) (any, error) { return []byte("made-up-signing-key-06"), nil }

func written(token string, z *zap.Logger, s *zap.SugaredLogger, l *slog.Logger, r *logrus.Logger, e *logrus.Entry, o *log.Logger) {
	fmt.Print(token)
	fmt.Println("a", token)
	fmt.Printf("%s", token)
	log.Print(token)
	log.Printf("%s", token)
	log.Println(token)
	slog.Info("a", "token", token)
	slog.Debug("a", "token", token)
	slog.Warn("a", "token", token)
	slog.Error("a", "token", token)
	z.Info(token)
	s.Infof("%s", token)
	s.Debugf("%s", token)
	s.Warnf("%s", token)
	s.Errorf("%s", token)
	s.Debugw("a", "token", token)
	s.Infow("a", "token", token)
	s.Warnw("a", "token", token)
	s.Errorw("a", "token", token)
	l.Log(nil, 0, "a", "token", token)
	r.Warning(token)
	e.Warningf("%s", token)
	o.Print(token)
	logrus.Info(token)
	logrus.WithField("a", token).Info(token)
	logrus.WithFields(nil).Info(token)
	logrus.WithError(nil).Info(token)
	logger.Info(token)
	a.Logger.Info(token)
}

func fatal(token string, c int) {
	if c == 1 {
		log.Fatal(token)
	}
	if c == 2 {
		log.Fatalf("%s", token)
	}
}

func ended(token string, c int) {
	switch c {
	case 1:
		log.Fatal("a")
	case 2:
		log.Fatalf("a")
	case 3:
		log.Fatalln("a")
	case 4:
		logrus.Fatal("a")
	case 5:
		logrus.Fatalf("a")
	default:
		os.Exit(1)
	}
	fmt.Println(token)
}

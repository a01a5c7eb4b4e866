package com.acme.more;

import com.azure.security.keyvault.secrets.SecretClient;
import com.auth0.jwt.JWT;
import com.auth0.jwt.JWTVerifier;
import com.auth0.jwt.algorithms.Algorithm;
import com.google.common.net.HttpHeaders;
import com.nimbusds.jose.crypto.*;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import jakarta.servlet.http.HttpServletRequest;
import java.net.*;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.sql.ResultSet;
import java.util.*;
import javax.net.ssl.*;
import javax.ws.rs.*;
import javax.ws.rs.client.*;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.apache.hc.client5.http.classic.methods.*;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.ssl.NoopHostnameVerifier;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.ssl.SSLContexts;
import org.apache.http.client.methods.RequestBuilder;
import org.apache.http.conn.ssl.SSLConnectionSocketFactory;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.DefaultHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.client.RestTemplateBuilder;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.http.RequestEntity;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriComponentsBuilder;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

class Jdk {
    void tls(String token) throws Exception {
        SSLContext c = SSLContext.getInstance("TLS");
        c.init(null, new TrustManager[] {new Open()}, null);
        HttpClient client = HttpClient.newBuilder().sslContext(c).followRedirects(HttpClient.Redirect.NORMAL).build();
        client.send(HttpRequest.newBuilder(new URI("https://a.acme.io/" + token)).headers(HttpHeaders.AUTHORIZATION, "Bearer " + token, "Accept", "x").PUT(null).build(), null);
        client.send(HttpRequest.newBuilder(URI.create("https://b.acme.io")).setHeader("Authorization", "Bearer " + token).DELETE().build(), null);
    }

    void connections(HttpURLConnection given, HttpsURLConnection tls, String token) throws Exception {
        given.addRequestProperty("Authorization", "Bearer " + token);
        given.getInputStream();
        tls.setRequestProperty("Authorization", "Bearer " + token);
        tls.getResponseCode();
        HttpURLConnection c = (HttpURLConnection) URI.create("http://c.acme.io").toURL().openConnection();
        c.setRequestProperty("Authorization", "Bearer " + token);
        c.getResponseCode();
        HttpURLConnection d = (HttpURLConnection) new URI("http://d.acme.io").resolve("/x").toURL().openConnection();
        d.setRequestProperty("Authorization", "Bearer " + token);
        d.getInputStream();
    }

    static class Open extends Base {
        Open() { super("x"); }
    }
    static class Base implements X509TrustManager {
        Base(String name) {}
        public void checkServerTrusted(java.security.cert.X509Certificate[] c, String a) {}
        void careful(String token) throws Exception { sends(token); }
        void sends(String token) throws Exception { new OkHttpClient().newCall(new Request.Builder().url("http://base.acme.io").header("Authorization", "Bearer " + token).build()); }
    }
    static class Derived extends Base {
        Derived() { super("y"); }
        void careful(String token) throws Exception { super.careful("https://made.acme.io"); }
    }
}

class Ok {
    void settings(String token, CertificatePinner pinner) throws Exception {
        Request request = new Request.Builder().url("https://ok.acme.io").headers(okhttp3.Headers.of("Authorization", "Bearer " + token)).delete().build();
        new OkHttpClient.Builder().followRedirects(false).readTimeout(0, null).certificatePinner(pinner).build().newCall(request);
        new OkHttpClient().newBuilder().callTimeout(null).build().newCall(new Request.Builder().url("wss://ok.acme.io").header("Authorization", "Bearer " + token).put(null).build());
        new OkHttpClient().newWebSocket(new Request.Builder().url("ws://ok.acme.io").header("Authorization", okhttp3.Credentials.basic(token, "")).build(), null);
    }
}

class Apache {
    private final CloseableHttpClient injected;
    private final org.apache.http.client.HttpClient plain;
    Apache(CloseableHttpClient injected, org.apache.http.client.HttpClient plain) { this.injected = injected; this.plain = plain; }

    void send(String token) throws Exception {
        HttpPut put = new HttpPut("http://put.acme.io");
        put.setHeader(org.apache.http.HttpHeaders.AUTHORIZATION, "Bearer " + token);
        injected.execute(put);
        HttpPatch patch = new HttpPatch();
        patch.setURI(URI.create("http://patch.acme.io"));
        patch.addHeader("Authorization", "Bearer " + token);
        plain.execute(patch);
        HttpPatch second = new HttpPatch("http://second.acme.io");
        second.addHeader(javax.ws.rs.core.HttpHeaders.AUTHORIZATION, "Bearer " + token);
        plain.execute(second);
        HttpDelete delete = new HttpDelete("http://delete.acme.io");
        delete.addHeader("Authorization", "Bearer " + token);
        new DefaultHttpClient().execute(delete);
        HttpClientBuilder.create().setDefaultRequestConfig(null).build().execute(RequestBuilder.post().setUri("http://post.acme.io").addHeader("Authorization", "Bearer " + token).build());
        HttpClients.custom().setDefaultHeaders(Collections.singletonList(new BasicHeader("Authorization", "Bearer " + token))).setSSLHostnameVerifier(SSLConnectionSocketFactory.ALLOW_ALL_HOSTNAME_VERIFIER).build().execute(RequestBuilder.get("https://get.acme.io").build());
        HttpClients.custom().setSSLHostnameVerifier(NoopHostnameVerifier.INSTANCE).setSSLContext(SSLContexts.custom().loadTrustMaterial(null, new Sure()).build()).build().execute(put);
        HttpClients.custom().setSSLSocketFactory(new SSLConnectionSocketFactory(SSLContext.getDefault(), null)).build().execute(new HttpPut("https://factory.acme.io/" + token));
    }

    void trusting(String token) throws Exception {
        HttpPut put = new HttpPut("https://own.acme.io");
        put.addHeader("Authorization", "Bearer " + token);
        HttpClients.custom().setSSLContext(SSLContexts.custom().loadTrustMaterial(new java.io.File("x"), null).build()).build().execute(put);
    }

    static class Sure implements TrustStrategy { public boolean isTrusted(Object c, String a) { return true; } }
}

class Spring {
    private final RestTemplate rest = new RestTemplate();

    void more(String token, WebClient web, RestClient client) {
        Map<String, String> headers = new HashMap<>();
        headers.put("X-Api-Key", token);
        headers.put("X-Auth-Token", token);
        headers.remove("X-Api-Key");
        rest.put("http://map.acme.io", new HttpEntity<>(headers));
        new RestTemplateBuilder().readTimeout(null).interceptors((r, b, e) -> { r.getHeaders().setBearerAuth(token); return e.execute(r, b); }).build().delete("http://one.acme.io");
        new RestTemplateBuilder().additionalInterceptors((r, b, e) -> { r.getHeaders().setBearerAuth(token); return e.execute(r, b); }).build().delete("http://two.acme.io");
        RestClient.builder().requestInterceptor((r, b, e) -> { r.getHeaders().setBearerAuth(token); return e.execute(r, b); }).build().get().uri("http://three.acme.io").retrieve();
        org.springframework.util.MultiValueMap<String, String> multi = new LinkedMultiValueMap<>();
        multi.add("Authorization", "Bearer " + token);
        multi.add("X-Auth-Token", multi.getFirst("Authorization"));
        rest.put("http://put.acme.io", new HttpEntity<>(Map.of("access_token", token), multi));
        rest.exchange("http://delete.acme.io", HttpMethod.DELETE, new HttpEntity<>(multi), String.class);
        rest.exchange("http://patch.acme.io", HttpMethod.PATCH, new HttpEntity<>(multi), String.class);
        rest.exchange(RequestEntity.post("http://entity.acme.io").header("Authorization", "Bearer " + token).build(), String.class);
        Map<String, String> linked = new LinkedHashMap<>();
        linked.put("Authorization", "Bearer " + token);
        linked.put("X-Auth-Token", linked.get("Authorization"));
        rest.postForLocation("http://location.acme.io", new HttpEntity<>(linked));
        web.get().uri("http://web.acme.io").header("Authorization", "Bearer " + token).retrieve();
        WebClient filtered = WebClient.builder().filter((request, next) -> next.exchange(ClientRequest.from(request).header("Authorization", "Bearer " + System.getenv("F_TOKEN")).build())).build();
        filtered.mutate().build().put().uri("http://filtered.acme.io").exchangeToFlux(null);
        RestClient.create("http://rest.acme.io").patch().uri("/x").header("Authorization", "Bearer " + token).exchange(null);
        client.delete().uri("http://client.acme.io").header("Authorization", "Bearer " + token).retrieve();
    }

    void built(String host, String token) {
        rest.exchange(UriComponentsBuilder.fromUriString("http://" + host).pathSegment("a", "b").queryParam("x", 1).encode().build().toUri(), HttpMethod.GET, with(token), String.class);
        rest.exchange(UriComponentsBuilder.fromHttpUrl("http://c.acme.io").path("/{id}").buildAndExpand(1).toUriString(), HttpMethod.GET, with(token), String.class);
        StringBuilder b = new StringBuilder("http://");
        b.append(host).append("/x");
        rest.exchange(b.toString(), HttpMethod.GET, with(token), String.class);
        StringBuffer c = new StringBuffer();
        c.append("http://buffer.acme.io");
        rest.exchange(c.toString(), HttpMethod.GET, with(token), String.class);
        rest.exchange("http://".concat("concat.acme.io"), HttpMethod.GET, with(token), String.class);
        rest.exchange("http://%s/f".formatted("format.acme.io"), HttpMethod.GET, with(token), String.class);
        rest.exchange("http://X.acme.io".replace("X", "replace"), HttpMethod.GET, with(token), String.class);
        rest.exchange(String.join("/", "http://join.acme.io", host), HttpMethod.GET, with(token), String.class);
        rest.exchange(String.valueOf("http://value.acme.io").trim(), HttpMethod.GET, with(Objects.requireNonNull(host)), String.class);
        rest.exchange("http://encoded.acme.io/" + URLEncoder.encode(host, "UTF-8"), HttpMethod.GET, with(new String(host.toCharArray())), String.class);
        rest.exchange("http://optional.acme.io", HttpMethod.GET, with(Optional.ofNullable(token).orElse("x")), String.class);
        rest.exchange("http://optional.acme.io/2", HttpMethod.GET, with(Optional.of(token).orElseThrow()), String.class);
    }

    HttpEntity<Void> with(String token) {
        org.springframework.http.HttpHeaders h = new org.springframework.http.HttpHeaders();
        h.set("Authorization", "Bearer " + token);
        return new HttpEntity<>(h);
    }

    void written(String token, String password, String secret, String bearer, String credential, Logger given) {
        log.trace(token);
        logger.debug(password);
        LOG.warn("no {}", secret);
        LOGGER.error("no", bearer);
        given.warn(credential);
        var made = LoggerFactory.getLogger(Spring.class);
        made.info(credential);
        System.out.println(token);
        System.out.print(password);
        System.out.printf("%s", secret);
        System.err.println(bearer);
    }
}

@RestController
class Endpoint {
    private final RestTemplate rest = new RestTemplate();
    private final Spring spring = new Spring();

    @PostMapping("/a") void a(String target, HttpServletRequest r) { send(target, r.getHeader("Authorization")); }
    @PutMapping("/b") void b(String target, @RequestHeader(value = "Authorization") String auth) { send(target, auth); }
    @DeleteMapping("/c") void c(String target, @RequestHeader(name = "Authorization") String auth) { send(target, auth); }
    @PatchMapping("/d") void d(String target, HttpServletRequest r) { send(r.getParameter("target"), r.getHeader("Authorization")); send(target, "x"); }
    @RequestMapping("/e") void e(String target, @RequestParam(value = "target") String t, @RequestParam(name = "other") String o, HttpServletRequest r) { send(t, r.getHeader("Authorization")); send(o, "y"); send(target, "z"); }
    @GetMapping("/f/{p}/{q}") void f(String target, @PathVariable("p") String p, @PathVariable(value = "q") String q, @PathVariable(name = "r") String r) { send(target, "x"); send(p, "x"); send(q, "x"); send(r, "x"); }
    @GET void g(String target, @javax.ws.rs.QueryParam("t") String q) { send(target, "x"); send(q, "x"); }
    @POST void h(String target, @HeaderParam("Authorization") String auth) { send(target, auth); }
    @PUT void i(String target, @PathParam("t") String p) { send(target, "x"); send(p, "x"); }
    @DELETE void j(String target) { send(target, "x"); }

    String links(HttpServletRequest r, javax.servlet.http.HttpServletResponse response, javax.servlet.http.HttpServletRequest old) {
        response.sendRedirect("https://" + r.getHeader("Host") + "/x");
        String a = "https://" + r.getHeader("X-Forwarded-Host") + "/y";
        String b = old.getRequestURL() + "/z";
        return a + b;
    }

    void send(String url, String auth) {
        if (url.isEmpty() || url.isBlank() || url.length() > 200 || !StringUtils.hasText(url) || !StringUtils.isNotEmpty(url) || !Objects.nonNull(url)) return;
        rest.exchange(url, HttpMethod.GET, spring.with(auth), String.class);
    }

    void exits(@RequestParam String url) {
        if (!url.equals("https://exit.acme.io/")) System.exit(1);
        rest.exchange(url, HttpMethod.GET, spring.with("x"), String.class);
    }

    void contained(@RequestParam String url) {
        if (!url.contains("acme.io")) return;
        rest.exchange(url, HttpMethod.GET, spring.with("x"), String.class);
    }

    void checked(@RequestParam String url, @RequestParam String host, @RequestParam String other, @RequestParam String kind) {
        URI u = new URI(url);
        if (!u.getHost().equalsIgnoreCase("a.acme.io") || u.getPort() != 443 || !u.getPath().startsWith("/v1")) return;
        rest.exchange(u.toString(), HttpMethod.GET, spring.with("x"), String.class);
        if (!host.matches("[a-z]+\\.acme\\.io")) return;
        rest.exchange("https://" + host, HttpMethod.GET, spring.with("x"), String.class);
        URL o = new URL(other);
        if (!"https".equals(o.getProtocol()) || !o.getAuthority().equals("b.acme.io")) return;
        rest.exchange(o.toExternalForm(), HttpMethod.GET, spring.with("x"), String.class);
        rest.exchange(URI.create(kind).toASCIIString(), HttpMethod.GET, spring.with("x"), String.class);
        rest.exchange(o.toURI(), HttpMethod.GET, spring.with("x"), String.class);
        if (!new ArrayList<>(List.of("c.acme.io")).contains(kind) && !new HashSet<>(Set.of("d.acme.io")).contains(kind.toLowerCase())) return;
        rest.exchange("https://" + kind + "/", HttpMethod.GET, spring.with("x"), String.class);
    }
}

class Rs {
    private final Client given;
    Rs(Client given) { this.given = given; }

    void send(String token) {
        given.target("http://rs.acme.io").path("/x").request().header("Authorization", "Bearer " + token).get();
        Client c = ClientBuilder.newBuilder().sslContext(SSLContext.getDefault()).hostnameVerifier((a, b) -> true).readTimeout(1, null).register(new Adds()).build();
        c.target("https://rs.acme.io").request().method("PATCH");
        ClientBuilder.newClient().target("http://invoke.acme.io").request().header("Authorization", "Bearer " + token).buildGet().invoke();
        ClientBuilder.newClient().target("http://post.acme.io").request().header("Authorization", "Bearer " + token).post(null);
        given.target("http://put.acme.io").request().header("Authorization", "Bearer " + token).put(null);
        given.target("http://delete.acme.io").request().header("Authorization", "Bearer " + token).delete();
        given.target("http://head.acme.io").request().header("Authorization", "Bearer " + token).head();
    }

    static class Adds implements ClientRequestFilter {
        public void filter(ClientRequestContext c) { c.getHeaders().add("Authorization", "Bearer " + System.getenv("RS_TOKEN")); }
    }
}

class Sources {
    private final RestTemplate rest = new RestTemplate();
    private final Spring spring = new Spring();
    @Value(value = "${a.url}") private String url;
    @ConfigProperty(name = "b.url", defaultValue = "http://b.acme.io") private String other;

    void read(Environment env, Properties properties, ResultSet row, SecretsManagerClient aws, SecretClient azure, UserRepository users) throws Exception {
        rest.exchange(url, HttpMethod.GET, spring.with(env.getRequiredProperty("a.token")), String.class);
        rest.exchange(other, HttpMethod.GET, spring.with(properties.getProperty("b.token", "made-up-token-0001")), String.class);
        rest.exchange(System.getProperty("c.url", "http://c.acme.io"), HttpMethod.GET, spring.with(row.getString("token")), String.class);
        rest.exchange(users.findById(1).getUrl(), HttpMethod.GET, spring.with(aws.getSecretValue(null)), String.class);
        rest.exchange("https://azure.acme.io", HttpMethod.GET, spring.with(azure.getSecret("name")), String.class);
        rest.exchange(JWT.decode(url).getClaim("iss"), HttpMethod.GET, spring.with("x"), String.class);
    }

    void kept() {
        java.security.Security.setProperty("networkaddress.cache.ttl", "-1");
        System.setProperty("sun.net.inetaddr.ttl", "-1");
        System.setProperty("jdk.internal.httpclient.disableHostnameVerification", "true");
    }

    void sign(String algorithm) throws Exception {
        Algorithm.HMAC256("made-up-secret-0001");
        Algorithm.HMAC512("made-up-secret-0002");
        new MACSigner("made-up-secret-0003");
        new MACVerifier("made-up-secret-0004".getBytes());
        Jwts.parser().setSigningKey("made-up-secret-0005");
        Jwts.builder().setSubject("x").signWith(algorithm, Keys.hmacShaKeyFor("made-up-secret-0006".getBytes()));
    }
}

class Verified {
    private final JWTVerifier verifier;
    private final com.auth0.jwt.interfaces.JWTVerifier second;
    Verified(JWTVerifier verifier, com.auth0.jwt.interfaces.JWTVerifier second) { this.verifier = verifier; this.second = second; }

    void none(@RequestHeader("X-Token") String token, String key, Object parser) {
        Jwts.parser().setSigningKey(key).parse(token);
        Jwts.parserBuilder().setSigningKey(key).build().parse(token);
        Jwts.parser().unsecured().verifyWith(key).build().parse(token);
        Jwts.parserBuilder().build().parseClaimsJwt(token);
        Jwts.parserBuilder().build().parsePlaintextJwt(token);
        Jwts.parser().unsecured().build().parseUnsecuredClaims(token);
        Jwts.parser().unsecured().build().parseUnsecuredContent(token);
        JWT.require(Algorithm.none()).build().verify(token);
    }

    void read(@RequestHeader("X-Token") String token) { JWT.decode(token).getSubject(); }

    void checked(@RequestHeader("X-Token") String token, String key) {
        Jwts.parser().verifyWith(key).build().parse(token);
        Jwts.parserBuilder().setSigningKey(key).build().parse(token, new Handler());
        Jwts.parser().setSigningKey(key).parse(token, new Handler());
        Jwts.parser().unsecured().build().parse(token, new Handler());
        Jwts.parser().setSigningKey(key).parseClaimsJws(token);
        Jwts.parserBuilder().requireAudience("a").requireIssuer("i").setSigningKey(key).build().parseClaimsJws(token);
        Jwts.parser().requireIssuer("i").requireAudience("a").verifyWith(key).build().parseSignedClaims(token);
        JWT.require(Algorithm.HMAC256(key)).withIssuer("i").build().verify(token);
        JWT.require(Algorithm.HMAC256(key)).withAudience("a").build().verify(token);
        verifier.verify(token);
        second.verify(token);
    }
}

@ConfigurationProperties("plain")
class Plain {
    String host;
    void send(Spring spring) { new RestTemplate().exchange("http://" + host, HttpMethod.GET, spring.with("x"), String.class); }
}

@ConfigurationProperties(value = "other")
class Other {
    String host;
    void send(Spring spring) { new RestTemplate().exchange("http://" + host, HttpMethod.GET, spring.with("x"), String.class); }
}

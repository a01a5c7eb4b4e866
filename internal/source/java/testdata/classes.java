package com.acme.client;

import static com.acme.client.Names.*;
import static com.acme.client.Names.HEADER;

import java.net.http.HttpClient;
import java.util.*;

@Service
public class Client extends Base implements Closeable {
    private static final String ROOT = "https://" + "api.acme.io";
    static final Map<String, String> HOSTS = new HashMap<>();
    static { HOSTS.put("a", ROOT); }
    @Value("${crm.token:none}") private String token;
    private final String url;
    private int tries = 3, more;
    { tries = 4; }

    public Client(String url) { super(url); this.url = url; }
    Client() { this(ROOT); }
    @GetMapping(path = "/x", produces = {"a", "b"})
    public String get(@RequestParam("q") final String q, String... rest) throws IOException {
        Runnable r = new Runnable() {
            int seen = 0;
            @Override public void run() { send(url); super.toString(); seen++; }
        };
        Supplier<String> s = () -> token + q;
        Function<String, String> f = (a) -> { return a; };
        BiFunction<String, String, String> g = (x, y) -> x;
        use(String::valueOf, this::get, ArrayList::new, Client.this.token, super.name, Client.super.toString());
        return HEADER + OTHER + helper() + java.util.Objects.hash(1) + inherited;
    }
    abstract void none();
    static String helper() { return ROOT + Inner.deep(); }
    static class Inner {
        static String deep() { return ROOT; }
        class Deeper { String up() { return deep() + url; } }
    }
    enum Kind { ONE("a"), TWO("b") { String v() { return "c"; } }; final String v; Kind(String v) { this.v = v; } String v() { return v; } }
    record Pair(String left, @Nullable String right) { Pair { left.trim(); } String both() { return left + right(); } }
    interface Api { String PATH = "/v1"; String call(); default String twice() { return call() + PATH; } }
    @interface Mark { String value() default "x"; }
}

@Data @Builder
class Config { private String host; private final String key; private final int n = 1; }

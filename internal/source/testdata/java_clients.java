package com.acme.client;

import java.io.IOException;
import java.net.*;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.*;
import okhttp3.*;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.message.BasicHeader;

class Jdk {
    private static final HttpClient CLIENT = HttpClient.newBuilder().followRedirects(HttpClient.Redirect.ALWAYS).build();
    private final String token = System.getenv("CRM_TOKEN");

    void always() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://crm.acme.io/v1")).header("Authorization", "Bearer " + token).GET().build();
        CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    }

    void async(String host) {
        HttpRequest.Builder builder = HttpRequest.newBuilder().uri(URI.create("http://" + host + "/v1"));
        builder.setHeader("X-Api-Key", System.getenv("CRM_KEY"));
        builder.timeout(Duration.ofSeconds(3)).method("DELETE", null);
        HttpClient.newHttpClient().sendAsync(builder.build(), null);
    }

    void several() {
        var request = HttpRequest.newBuilder(URI.create("https://crm.acme.io/v2")).headers("Accept", "x", "Authorization", "Basic " + Base64.getEncoder().encodeToString(("u:" + System.getProperty("crm.password")).getBytes()));
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build().send(request.POST(null).build(), null);
    }

    void handed(HttpClient client, String url) {
        client.send(HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer " + token).build(), null);
    }
}

class Connection {
    private String secret;

    void run(String path) throws IOException {
        URL url = new URL(String.format("http://%s:%d/%s", "crm.acme.io", 8080, path));
        HttpURLConnection conn = (HttpURLConnection) url.openConnection();
        conn.setRequestMethod("PUT");
        conn.setRequestProperty("Authorization", "Bearer " + this.secret);
        conn.setInstanceFollowRedirects(false);
        conn.setReadTimeout(1000);
        conn.getOutputStream();
        int code = conn.getResponseCode();
    }
}

class Ok {
    private final OkHttpClient client = new OkHttpClient.Builder()
        .addInterceptor(chain -> chain.proceed(chain.request().newBuilder().header("Authorization", "Bearer " + System.getenv("OK_TOKEN")).build()))
        .addNetworkInterceptor(new Adds("made-up"))
        .build();

    void get() throws IOException {
        Request request = new Request.Builder().url("https://ok.acme.io/x").addHeader("X-Api-Key", System.getenv("OK_KEY")).get().build();
        client.newCall(request).execute();
        new OkHttpClient().newCall(new Request.Builder().url("http://ok.acme.io").header("Authorization", Credentials.basic("u", System.getenv("OK_PASSWORD"))).post(null).build());
    }

    static class Adds implements Interceptor {
        private final String name;
        Adds(String name) { this.name = name; }
        @Override public Response intercept(Chain chain) throws IOException {
            Request.Builder b = chain.request().newBuilder();
            b.addHeader("X-Auth-Token", System.getenv("HOP_TOKEN"));
            return chain.proceed(b.build());
        }
    }
}

class Apache {
    void get(String host) throws IOException {
        HttpGet get = new HttpGet("https://" + host + ".acme.io/x");
        get.setHeader("Authorization", "Bearer " + System.getenv("A_TOKEN"));
        try (var client = HttpClients.createDefault()) {
            client.execute(get);
        }
        List<BasicHeader> headers = Arrays.asList(new BasicHeader("X-Api-Key", System.getenv("A_KEY")));
        HttpClients.custom().setDefaultHeaders(headers).disableRedirectHandling().build().execute(new HttpGet("https://a.acme.io"));
    }
}

class Relayed {
    private final Wrapper wrapper = Wrapper.of("crm");

    void send(String token) throws Exception {
        wrapper.sendAsync(HttpRequest.newBuilder(URI.create("https://relay.acme.io")).header("Authorization", "Bearer " + token).build(), null);
        wrapper.newCall(new Request.Builder().url("https://relay.acme.io/ok").header("Authorization", "Bearer " + token).build());
        HttpGet get = new HttpGet("https://relay.acme.io/apache");
        get.addHeader("Authorization", "Bearer " + token);
        wrapper.execute(get);
    }
}

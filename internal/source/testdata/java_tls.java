package com.acme.tls;

import java.net.URL;
import java.security.cert.X509Certificate;
import javax.net.ssl.*;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.conn.ssl.*;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.ssl.SSLContextBuilder;

class Trusting {
    static SSLContext all() throws Exception {
        TrustManager[] trust = new TrustManager[] {new X509TrustManager() {
            public void checkClientTrusted(X509Certificate[] c, String a) {}
            public void checkServerTrusted(X509Certificate[] c, String a) {}
            public X509Certificate[] getAcceptedIssuers() { return null; }
        }};
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust, null);
        return context;
    }

    void connection(String token) throws Exception {
        HttpsURLConnection c = (HttpsURLConnection) new URL("https://a.acme.io").openConnection();
        c.setSSLSocketFactory(all().getSocketFactory());
        c.setHostnameVerifier((host, session) -> true);
        c.setRequestProperty("Authorization", "Bearer " + token);
        c.connect();
    }

    void ok(String token) throws Exception {
        OkHttpClient client = new OkHttpClient.Builder().sslSocketFactory(all().getSocketFactory(), null).hostnameVerifier(new AnyName()).build();
        client.newCall(new Request.Builder().url("https://b.acme.io").header("Authorization", "Bearer " + token).build());
    }

    void apache(String token) throws Exception {
        var client = HttpClientBuilder.create().setSSLHostnameVerifier(NoopHostnameVerifier.INSTANCE).setSSLContext(SSLContextBuilder.create().loadTrustMaterial(null, TrustAllStrategy.INSTANCE).build()).build();
        HttpPost post = new HttpPost("https://c.acme.io");
        post.addHeader("Authorization", "Bearer " + token);
        client.execute(post);
        var other = HttpClientBuilder.create().setSSLSocketFactory(new SSLConnectionSocketFactory(new SSLContextBuilder().loadTrustMaterial((chain, type) -> true).build(), new NoopHostnameVerifier())).build();
        other.execute(post);
    }

    void careful(String token, HostnameVerifier given) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Pinning()}, null);
        HttpsURLConnection c = (HttpsURLConnection) new URL("https://d.acme.io").openConnection();
        c.setSSLSocketFactory(context.getSocketFactory());
        c.setHostnameVerifier((host, session) -> host.equals("d.acme.io"));
        c.setRequestProperty("Authorization", "Bearer " + token);
        c.connect();
    }

    static { HttpsURLConnection.setDefaultHostnameVerifier(new AnyName()); }
    void process() throws Exception { HttpsURLConnection.setDefaultSSLSocketFactory(all().getSocketFactory()); }
}

class AnyName implements HostnameVerifier {
    @Override public boolean verify(String host, SSLSession session) { return true; }
}

class Pinning implements X509TrustManager {
    @Override public void checkServerTrusted(X509Certificate[] c, String a) throws java.security.cert.CertificateException {
        if (c.length == 0) throw new java.security.cert.CertificateException("none");
    }
}

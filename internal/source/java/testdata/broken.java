class B {
    String url = "http://api.acme.io" +;
    void a() { client.send(url; b.c(); }
    void b() { client.get("https://b.acme.io"); }

class S {
    void all(String a, Object o, int[] n) {
        String b = null, c;
        c = b = a;
        b += "x";
        n[0] -= 2;
        if (a.equals("x") && !b.isEmpty()) c = "y"; else if (o instanceof String t && t.length() > 1) { c = t; } else { c = "z"; }
        while ((c = next()) != null) { if (c == b) break; else continue; }
        do { c = "w"; } while (more());
        for (int i = 0, j = 1; i < 3; i++, j--) use(i);
        for (final String s : names()) { use(s); }
        outer: for (;;) { break outer; }
        try (var in = open(a); out) { in.read(); } catch (IOException | RuntimeException e) { log(e); throw new Error("x", e); } finally { close(); }
        synchronized (this) { use(a); }
        assert a != null : "no a";
        switch (a) { case "one": c = "1"; break; case "two": case "three": c = "2"; break; default: c = "3"; }
        switch (a) { case "one": if (more()) break; c = "1"; }
        String d = switch (kind) { case ONE, TWO -> "a"; case THREE -> { use(a); yield "b"; } default -> throw new Error(); };
        int e = switch (o) { case Integer i when i > 1 -> i; case Point(int x, int y) -> x; default -> 0; };
        String text = """
            https://api.acme.io/\
            v1
              "quoted"\tx
            """;
        char q = '\u0041'; String u = "\u00e9\101\n";
        Object[] list = {a, b}; Object[] made = new Object[] {c}; int[][] dims = new int[3][];
        use((String) o, a + b + 1, a != null ? a : b, -1, ~n[0], n[1] % 2, new S().all(a, o, n));
        class Local { void run() { use(a); } }
        new Local().run();
        return;
    }
}

abstract class Api extends Base<T> implements I {
  #key = process.env.KEY;
  static url: string = "https://a.example.com";
  timeout = null;
  constructor(private readonly token: string, other?: number) { super(token); }
  get headers() { return { Authorization: this.#key }; }
  set headers(v) {}
  static of() { return new Api(""); }
  load = async (id) => this.token;
  abstract none(): void;
  @Get(":id") async one(@Param("id") id: string) {}
}
class Plain extends Base { a = 1; }
for (let i = 0; i < 2; i++) { if (i) continue; else break; }
for (const { a, b } of rows) use(a);
for (const k in map) ;
do { next(); } while (more);
switch (kind) { case "a": case "b": one(); break; case "c": { two(); break; } default: three(); }
switch (f()) { case 1: if (x) break; four(); }
try { risky(); } catch ({ message }) { log(message); } finally { done(); }
label: while (true) { throw new Error("x"); }
if (a) b(); else if (c) d(); else { e(); }
module.exports = class Named {};

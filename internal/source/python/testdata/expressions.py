u = f"https://{os.getenv('H', 'x')}/a{{b}}{a!r:>{w}}{q=}" 'tail\n\x41'
v = ("a" b'\xff' r'\n\\' "é")
w = """two
lines"""
n = -1.5e3
t = a + b * c % d
l = a and b or not c
x = [i for i in y if i for j, *k in i]
d = {k: v for k, v in z}, {1, 2}, (), (1,), [*a.b, *c(d)]
fn = lambda x, *y, z=1: x + y
c = a if b else c
s = p[1:], p[:2, ::3], p[a, b], p["k"]
h = x.y(z)(w=1, **kw).q
k = a not in b is not c
f(*args, (yield), sum(i for i in j), *a.b())
del (x)
f"{token}" f"{'literal'}" f'{x:=5}{y:{w}.{p}}'
r'\\' '\N{DASH}' '\q' '\101'

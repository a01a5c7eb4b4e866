match cmd.split():
    case ["go", d, *rest] if d > 1:
        go(d)
    case {"url": u, **more} | None: pass
    case P(x=1, y=yy, z=m.N): yy()
    case "a" | "b" as what: ab()
    case -1 | 1 + 2j: n()
    case (a, b), c: abc()
    case _: z()
match x:
    case y: pass

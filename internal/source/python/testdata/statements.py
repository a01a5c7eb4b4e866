from __future__ import annotations
import os, sys as s
from . import x
from ..a.b import (c as d, e)
from f import *

@app.route("/x", methods=["POST"])
async def f(a, /, b: int = 3, *args, k=1, **kw) -> str:
    """doc"""
    global g, h
    async with s.get(u, headers={"A": 1, **kw}, *args) as resp, z:
        return await resp.json()[1:2]
    # a comment that belongs to nobody

def g(first, *, second: str = None, third):
    yield first
    async for x in y: pass
    else: done()

class C(Base, metaclass=M):
    a: int
    b = c = 1
    b += 2

assert x, "m"
try:
    a = b
except (E, F) as e:
    raise Other("x") from e
except* G:
    pass
else: y
finally: z
with (open(a) as f, b as c): pass
with open(a) as f, b: pass
if not (a := 1) < b <= c: pass
elif q: w
else: e
while True:
    break
del a, b
type X = list[int]
type(x).y = 1
for i, (j, k) in pairs: continue

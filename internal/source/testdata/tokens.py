"""JWTs: signed and verified."""
import os

import jwt
import requests
from authlib.jose import jwt as authlib_jwt
from jose import jws, jwt as jose_jwt
from jwt import api_jwt

KEY = os.environ["JWT_KEY"]
PUBLIC = "-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----"


def sign(claims):
    jwt.encode(claims, KEY, algorithm="HS256")
    jwt.encode(claims, "made-up-signing-key-0001", algorithm="HS256")
    jwt.encode(payload=claims, key="made-up-signing-key-0002")
    api_jwt.encode(claims, KEY)
    jose_jwt.encode(claims, "made-up-signing-key-0003", algorithm="HS256")
    jws.sign(claims, KEY)
    authlib_jwt.encode({"alg": "HS256"}, claims, "made-up-signing-key-0004")


def verify(token, issuer):
    jwt.decode(token, KEY, algorithms=["HS256"], audience="api", issuer=issuer)
    jwt.decode(token, PUBLIC, ["RS256"], {"verify_aud": False})
    jwt.decode(token, options={"verify_signature": False})
    jwt.decode(token, KEY, verify=False)
    jwt.decode(token, KEY, algorithms=["HS256", "none"])
    jwt.decode(token, KEY, algorithms=[jwt.get_unverified_header(token)["alg"]])
    jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_exp": False})
    jwt.decode(token, KEY, algorithms=os.environ["ALGORITHMS"].split(","))
    jwt.decode_complete(token, KEY, algorithms=["HS256"], audience="a", issuer="i", options={}, verify=True)
    api_jwt.decode(token, KEY, algorithms=["HS256"], audience="a", issuer="i", options={"verify_signature": False}, verify=True)
    jose_jwt.decode(token, KEY)
    jose_jwt.decode(token, KEY, algorithms=["HS256"], audience="a", issuer="i", options={"verify_signature": False})
    jws.verify(token, KEY, algorithms=["HS256"])
    jws.verify(token, KEY, ["HS256"], verify=False)
    authlib_jwt.decode(token, "made-up-signing-key-0005")

    jwt.decode(token, key="made-up-signing-key-0006", algorithms=["HS256"])
    jwt.decode_complete(token, "x", ["none"], {"verify_exp": False})
    jwt.decode_complete(token, key="made-up-signing-key-0007", options={"verify_signature": False})
    api_jwt.decode(token, "x", ["none"], {"verify_exp": False})
    api_jwt.decode(token, key="made-up-signing-key-0008", verify=False)
    jose_jwt.decode(token, "x", ["none"], {"verify_exp": False}, "aud", "iss")
    jose_jwt.decode(token, key="made-up-signing-key-0009", algorithms=[jose_jwt.get_unverified_header(token)["alg"]])
    jose_jwt.decode(token, KEY, algorithms=jose_jwt.get_unverified_claims(token)["alg"])
    jws.verify(token, "x", ["HS256"], False)
    jws.verify(token, key="made-up-signing-key-0010", algorithms=["HS256"])
    authlib_jwt.decode(token, key="made-up-signing-key-0011")
    jwt.decode(token, jwt.get_unverified_header(token)["jwk"], algorithms=["RS256"], audience="a")


def keys_from_the_header(token):
    jwt.decode(token, jwt.get_unverified_header(token)["x5c"], algorithms=["RS256"], audience="a")


def whose_token():
    response = requests.post("https://api.example.com/token", timeout=1).json()["access_token"]
    jwt.decode(response, options={"verify_signature": False})
    jwt.decode(jwt=response, options={"verify_signature": False})
    jwt.decode_complete(response, options={"verify_signature": False})
    jwt.decode_complete(jwt=response, options={"verify_signature": False})
    api_jwt.decode(response, options={"verify_signature": False})
    api_jwt.decode(jwt=response, options={"verify_signature": False})
    jose_jwt.decode(response, KEY, options={"verify_signature": False})
    jose_jwt.decode(token=response, key=KEY, options={"verify_signature": False})


def sign_by_name(claims):
    api_jwt.encode(claims, key="made-up-signing-key-0012")
    jose_jwt.encode(claims, key="made-up-signing-key-0013")
    jws.sign(claims, key="made-up-signing-key-0014")
    authlib_jwt.encode({}, claims, key="made-up-signing-key-0015")


def literal():
    # A JWT that is written down, and one that names its own key's place.
    return {"Authorization": "Bearer eyJhbGciOiJub25lIn0.eyJpc3MiOiJtYWRlLXVwIiwiZXhwIjoxNzAwMDAwMDAwfQ."}


def own_key(raw):
    # The key is in the token: whoever writes it signs it.
    header = jwt.get_unverified_header(raw)
    jwt.decode(raw, jwt.PyJWK(header["jwk"]).key, algorithms=["RS256"], audience="orders")
    jwt.decode(raw, jwt.PyJWK.from_dict(header["jwk"]).key, algorithms=["RS256"], audience="orders")
    jwt.decode(raw, jwt.algorithms.RSAAlgorithm.from_jwk(header["jwk"]), algorithms=["RS256"], audience="orders")
    jwt.decode(raw, jwt.algorithms.ECAlgorithm.from_jwk(header["jwk"]), algorithms=["ES256"], audience="orders")

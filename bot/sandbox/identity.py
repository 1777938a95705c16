"""Sign in with Slack: who a person is, signed so that an app can check it."""

import base64
import hashlib
import json
import time
from typing import Any

Json = dict[str, Any]
ISSUER = "https://slack.com"
KEY_ID = "sandbox"
_EXPONENT = 65537
_LASTS = 300
_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")

# A key that everybody may know: it signs for people who do not exist.
_MODULUS = int(
    "a4dd348300aaf5f904f9fb07646fff733bc331bc5451d822b43a53c3a2561c5f05ee8f3d9eec3c82b92d059540dc90dce512"
    "2d738bd6f69971f967b1dfb64c16cd5dfa8dd397686fa55cad227b0dc94eec19ce75ebfdb2ca04b8ace9d0a6fa266d123172"
    "65d59fee6f06c4d15c9900eb44368dcf8055890a56f92b3f63e99827f02f3d44525fd39a220eb911324cd152c573473264a6"
    "f5015d4e0a42ff206d586a72125cf592b8f63ce721bfc3cec04523b5f536d29f10e83d711f209b0fba9779b56a37755cb869"
    "7c093360ec74732969f7fd88a74cfaccb3551ec04e275a2d667a294285573dd7ca72418be92c408c601a13a851f975ef4bae"
    "1a6ba122a4c7",
    16,
)
_SECRET = int(
    "7164bb75510d6e4ec48f224fb8b5b44b9188cbadd3fb01e175e77fa4e806c78d8ce56f6947ad886d8eb913c1dda9e10574e4"
    "27508a3a77dca23c85939c861b3419c770d227e09d720b9d590ed71a64fd5a0771ecde525a2b85fbe40ce92fe1b357b3ec55"
    "d4b520326177a7479e65569d60a7444724493919122bfb9dccc367f75e2c0ad10d09d5560c4cb8bdf05649e0967ebedee53d"
    "3f42481c5b0c68ca5f3714cb0dc8d62a7f010f8e343ca1004a59712dc160fefbda9219bed7a21858e898f722d243ca4d162a"
    "61019f075c56a58e161ddebe8c06a2599053fd5993b5dd859d03a8f3c79d46c94017a230cc9bd82123cbf29d4d1fb5f04b20"
    "30b07b8df1",
    16,
)


def configuration(host: str) -> Json:
    return {
        "issuer": ISSUER,
        "authorization_endpoint": f"{host}/openid/connect/authorize",
        "token_endpoint": f"{host}/api/openid.connect.token",
        "userinfo_endpoint": f"{host}/api/openid.connect.userInfo",
        "jwks_uri": f"{host}/openid/connect/keys",
        "scopes_supported": ["openid", "profile", "email"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["form_post"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "claims_supported": ["sub", "auth_time", "iss"],
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": True,
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
    }


def keys() -> Json:
    numbers = {"e": _encoded(_bytes(_EXPONENT)), "n": _encoded(_bytes(_MODULUS))}
    return {"keys": [{**numbers, "alg": "RS256", "kid": KEY_ID, "kty": "RSA", "use": "sig"}]}


def token(audience: str, nonce: str | None, claims: Json) -> str:
    now = int(time.time())  # real time: the app compares it with its own clock
    common = {"iss": ISSUER, "aud": audience, "iat": now, "exp": now + _LASTS, "auth_time": now}
    body = {**common, **claims, **({"nonce": nonce} if nonce else {})}
    parts = ({"alg": "RS256", "typ": "JWT", "kid": KEY_ID}, body)
    signed = ".".join(_encoded(json.dumps(part).encode()) for part in parts)
    return f"{signed}.{_encoded(_signature(signed.encode()))}"


def digest(access_token: str) -> str:
    """The `at_hash` of OpenID Connect: which access token came with it."""
    return _encoded(hashlib.sha256(access_token.encode()).digest()[:16])


def _signature(message: bytes) -> bytes:
    """RSASSA-PKCS1-v1_5 with SHA-256, as RS256 asks."""
    size = (_MODULUS.bit_length() + 7) // 8
    digest = _SHA256 + hashlib.sha256(message).digest()
    padded = b"\x00\x01" + b"\xff" * (size - len(digest) - 3) + b"\x00" + digest
    return pow(int.from_bytes(padded), _SECRET, _MODULUS).to_bytes(size)


def _bytes(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8)


def _encoded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()

"""What the gateway says no with: code, words in both languages, status of HTTP."""

from __future__ import annotations

from yiwang.kernel.refusal import Refusal

STATUS = {
    "gateway.unsigned": 401,
    "gateway.replayed": 409,
    "gateway.malformed": 400,
    "gateway.too-large": 413,
    "gateway.no-place": 404,
    "gateway.no-exchange": 404,
    "gateway.quota": 429,
    "gateway.contract": 502,
    "gateway.blocked": 503,
    "gateway.no-provider": 503,
    "gateway.provider-down": 503,
    "gateway.provider-left-alone": 503,
    "gateway.provider-busy": 503,
    "gateway.provider-slow": 504,
    "gateway.not-recorded": 503,
    "gateway.rule-unreadable": 503,
}
"""Codes that do not mean 403."""

_UNSIGNED = {
    "no-signature": ("没有 Signature-Input 和 Signature", "Signature-Input and Signature are missing"),
    "form": ("签名的写法不是本网关的写法", "the signature is not written as this gateway reads it"),
    "digest": ("Content-Digest 不是请求内容的 SHA-256", "Content-Digest is not the SHA-256 of the body"),
    "coverage": (
        "签名没有覆盖 @method、@authority、@path、content-digest",
        "the signature does not cover @method, @authority, @path and content-digest",
    ),
    "algorithm": ("只收 Ed25519，并要写 keyid", "only Ed25519 is taken, and keyid is needed"),
    "window": ("签名的时间不在有效的五分钟内", "the signature's time is not within its five minutes"),
    "nonce": ("nonce 应为 16 到 64 个字母、数字、- 或 _", "nonce must be 16 to 64 letters, digits, - or _"),
    "authority": ("请求的主机名不是本网关", "the request names another host"),
    "key": (
        "签名不对，或者钥匙不存在、已过期、已停用",
        "the signature is wrong, or its key is unknown, over or stopped",
    ),
}


def unsigned(why: str) -> Refusal:
    """Say that a request is not signed as it must be."""
    zh, en = _UNSIGNED[why]
    return Refusal(code="gateway.unsigned", zh=f"{zh}。", en=f"{en[0].upper()}{en[1:]}.", params={"why": why})


def failed(why: str) -> Refusal:
    """Say that a provider did not answer: `down`, `slow`, `busy` or `left-alone`."""
    zh, en = {
        "down": ("数据源没有应答", "The provider does not answer"),
        "slow": ("数据源没有按时应答", "The provider did not answer in time"),
        "busy": ("数据源正忙", "The provider is busy"),
        "left-alone": (
            "数据源多次没有应答，暂时不再问它",
            "The provider failed again and again and is left alone",
        ),
    }[why]
    return Refusal(code=f"gateway.provider-{why}", zh=f"{zh}，请稍后再试。", en=f"{en}; try again later.")


def quota(most: int) -> Refusal:
    """Say that today's calls are used up."""
    return Refusal(
        code="gateway.quota",
        zh=f"这项授权今天的 {most} 次已经用完。",
        en=f"The {most} calls of this grant are used up for today.",
        params={"calls": most},
    )


NO_PROVIDER = Refusal(
    code="gateway.no-provider",
    zh="这项资源还没有登记数据源。",
    en="No provider is registered for this product.",
)
CONTRACT = Refusal(
    code="gateway.contract",
    zh="数据源给的不是资源目录上写的内容，这次的应答没有给出，数据源已停用，并已告诉它的单位。",
    en="The provider answered other than its contract: nothing was given, it is blocked and its body told.",
)
BLOCKED = Refusal(
    code="gateway.blocked",
    zh="数据源因为给的不是资源目录上写的内容而停用，等它的单位恢复。",
    en="The provider is blocked for answering other than its contract, until its body opens it again.",
)
NOT_RECORDED = Refusal(
    code="gateway.not-recorded",
    zh="现在不能留下记录，所以什么也不给。请稍后再试。",
    en="The exchange cannot be recorded now, so nothing is given; try again later.",
)
NO_PLACE = Refusal(code="gateway.no-place", zh="没有这个地址。", en="There is no such address.")
NO_EXCHANGE = Refusal(
    code="gateway.no-exchange",
    zh="没有这条共享记录，或者它不属于本单位。",
    en="There is no such exchange, or it is not of your body.",
)
DENIED = Refusal(
    code="gateway.denied",
    zh="这个系统接入没有“经数据网关取用”的权限。",
    en="This machine client does not have the scope gateway.ask.",
)


def status_of(refusal: Refusal) -> int:
    """Return the status of HTTP."""
    return STATUS.get(refusal.code, 403)

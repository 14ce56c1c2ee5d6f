"""People at a browser: a resident proves an address, reads; a body and administrators see to deliveries."""

from __future__ import annotations

import re

import pytest

from yiwang.kernel.access import system
from yiwang.kernel.people import client
from yiwang.nets.messages.ports import never
from yiwang.nets.messages.tests.conftest import CITY
from yiwang.nets.messages.tests.test_told import confirm, offered  # noqa: F401
from yiwang.nets.services.tests.filing import certificate
from yiwang.nets.services.tests.look import FULL, faults_of_look
from yiwang.nets.services.tests.walker import Walker
from yiwang.people.ids import client_stream
from yiwang.people.kinds import CLIENT
from yiwang.store.execute import Ask, Done, execute

pytestmark = pytest.mark.browser


@pytest.fixture
def machine(door, clock) -> None:
    """The insurance centre has a machine client that may read cases."""
    stream = client_stream(CITY, "a" * 16)
    register = client.Register(
        client="a" * 16, body="yueyang-social-insurance", title={"zh": "档案系统", "en": "Archive system"}
    )
    for command in (register, client.Allow(scopes=("case.read",))):
        assert isinstance(execute(door, Ask(CITY, CLIENT, stream, command, system("test"), clock.now)), Done)


def prove(walker: Walker, worker, sender, ports) -> None:
    """Give an address on the page, type the code that came, and be told so."""
    walker.page.goto(f"{walker.base}/messages/settings/")
    walker.page.fill("#address-email", "wu@example.cn")
    walker.press("发验证码到这个邮箱")
    worker.round()
    sender.round()
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", ports["email"].letters.pop().text)
    assert code
    walker.page.fill("#code-email", code[0].lower().replace("-", " "))
    walker.press("确认")
    walker.page.get_by_text("已确认，以后的消息也发到那里").wait_for()


def test_a_resident_proves_an_address_is_told_and_reads(walker, clients, worker, sender, ports):
    walker.sign_in("resident-wu")
    prove(walker, worker, sender, ports)
    number = certificate(clients("resident-wu"))
    worker.round()
    sender.round()
    assert number in ports["email"].letters[0].text

    walker.page.goto(f"{walker.base}/")
    door = walker.page.locator(".menu a", has_text="我的消息")
    assert "1 条未读" in door.inner_text()
    door.click()
    assert number in walker.text()
    walker.press("标为已读")
    walker.page.get_by_text("已标为已读").wait_for()
    assert "未读" not in walker.page.locator(".menu").inner_text()
    walker.page.get_by_role("link", name=f"打开办件 {number}").click()
    assert "/services/cases/" in walker.page.url


def test_without_javascript_an_address_is_proved_and_removed(browser, site, door, worker, sender, ports):
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    walker = Walker(context.new_page(), f"{site}/yueyang")
    walker.sign_in("resident-wu")
    prove(walker, worker, sender, ports)
    assert "wu@example.cn" in walker.text()
    walker.press("删掉这个地址")
    walker.page.get_by_text("地址已删除").wait_for()
    assert "wu@example.cn" not in walker.text()
    context.close()


def test_a_dead_letter_is_seen_by_the_body_and_sent_again(walker, clients, worker, sender, ports):
    confirm(clients("resident-wu"), worker, sender, ports)
    number = certificate(clients("resident-wu"))
    worker.round()
    ports["email"].answer = lambda letter: never("refused-address")
    sender.round()

    walker.sign_in("officer-insurance")
    walker.enter("消息送达")
    walker.page.locator("main").get_by_role("link", name="没送到的").click()
    assert number in walker.text() and "wu@example" not in walker.text()
    walker.page.locator('main [name="message"]').first.check()
    walker.press("再发所选的")
    walker.page.get_by_text("1 条重新排队，0 条没有").wait_for()


def test_two_administrators_set_up_a_webhook(walker, machine, worker, sender, ports):
    walker.sign_in("system-admin")
    walker.enter("回调")
    walker.page.locator("main").get_by_role("link", name="登记回调").click()
    walker.answer(url="https://user@system.example.cn/notify")
    walker.press("登记回调")
    assert "回调地址里不写用户名" in walker.text()
    walker.answer(url="https://system.example.cn/notify")
    walker.press("登记回调")
    walker.page.get_by_text("已登记。请安全管理员给密钥").wait_for()
    here = walker.page.url

    walker.sign_in("security-admin")
    walker.page.goto(here)
    walker.press("给新密钥")
    assert walker.page.locator("#secret").inner_text().startswith("whsec_")

    walker.sign_in("system-admin")
    walker.page.goto(here)
    walker.press("试发一次")
    worker.round()
    sender.round()
    walker.page.reload()
    assert re.search(r"试发\s+已送到", walker.text()) and len(ports["webhook"].letters) == 1


@pytest.fixture
def pages(walker, machine, clients, worker, sender, ports, clock) -> dict[str, list[str]]:
    """Persona → the pages to look at, with something on each."""
    wu = clients("resident-wu")
    confirm(wu, worker, sender, ports)
    assert wu.post("/yueyang/messages/settings/sms/give", {"address": "13800000000"}).status_code == 302
    certificate(wu)
    worker.round()
    ports["email"].answer = lambda letter: never("refused-address")
    sender.round()
    here = f"{walker.base}/messages"
    typed = {"client": "a" * 16, "url": "https://system.example.cn/a-long-address/notify", "key": "k" * 16}
    hook = clients("system-admin").post("/yueyang/messages/hooks/register", typed)["Location"]
    clients("security-admin").post(f"{hook}secret", {"key": "s" * 16})
    clients("system-admin").post(f"{hook}ping", {"key": "p" * 16})
    worker.round()
    sender.round()
    hook = walker.base.removesuffix("/yueyang") + hook
    return {
        "resident-wu": [f"{here}/", f"{here}/settings/"],
        "officer-insurance": [f"{here}/deliveries/", f"{here}/deliveries/?phase=dead"],
        "system-admin": [f"{here}/figures/", f"{here}/hooks/", f"{here}/hooks/register", hook],
        "security-admin": [hook],
    }


@pytest.mark.parametrize(("theme", "size"), FULL)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(walker, pages, theme, size):
    assert faults_of_look(walker, pages, theme, size) == {}


def test_a_page_in_english_has_no_chinese_words_of_ours(clients, pages):
    for persona, addresses in pages.items():
        for address in addresses:
            path = "/" + address.split("/", 3)[3]
            page = clients(persona).get(f"{path}{'&' if '?' in path else '?'}lang=en").content.decode()
            main = re.sub(r"<[^>]+>", " ", page.split("<main")[1].split("</main>")[0])
            assert not re.search(r"[一-鿿]", main), (path, re.findall(r"[一-鿿]+", main))

"""A site, a publisher and an organisation are known by their names, however these are written."""

from __future__ import annotations

import pytest

from articles.text.sites import is_organisation, is_site


@pytest.mark.parametrize(
    ("name", "site"),
    [
        pytest.param("Harbour Herald", "harbour herald", id="the-same"),
        pytest.param("The Herald", "Herald", id="article"),
        pytest.param("The Herald", "Herald Online", id="online"),
        pytest.param("Herald Staff", "The Herald", id="nobody-who-signs"),
        pytest.param("HarbourHerald.com", "Harbour Herald", id="address"),
        pytest.param("ＨＥＲＡＬＤ", "Herald", id="full-width"),
        pytest.param("汐网", "汐网订阅", id="han-and-what-it-offers"),
        pytest.param("渡口晚报网", "渡口晚报", id="han-and-its-site"),
        pytest.param("沿河", "沿河都市报", id="han-in-full"),
        pytest.param("渡口观察编辑部", "渡口观察", id="han-and-its-editors"),
        pytest.param("QTV中文网", "QTV", id="both-scripts"),
    ],
)
def test_a_site_is_known_by_another_form_of_its_name(name, site):
    assert is_site(name, ["", "Another", site])
    assert is_site(site, [name])


@pytest.mark.parametrize(
    ("name", "site"),
    [
        pytest.param("Ann Reed", "Ann Reed Pottery", id="a-person-s-firm"),
        pytest.param("Ann Reed", "Ann Reed’s Notebook", id="a-person-s-blog"),
        pytest.param("Harbour", "Harbour Gazette", id="a-beginning"),
        pytest.param("The Daily Journal", "The Daily Planet", id="two-papers"),
        pytest.param("Tom Daily", "The Daily", id="a-surname"),
        pytest.param("李强", "李强新闻", id="a-chinese-name"),
        pytest.param("渡口老王", "渡口", id="one-of-the-place"),
        pytest.param("汐", "汐网", id="one-character"),
        pytest.param("", "", id="nothing"),
        pytest.param("…", "!", id="signs"),
    ],
)
def test_a_name_that_shares_words_with_a_site_is_another_s(name, site):
    assert not is_site(name, [site])


@pytest.mark.parametrize(
    ("name", "host", "is_its"),
    [
        pytest.param("Tidewatch", "www.tidewatch.example", True, id="one-word"),
        pytest.param("The Harbour Post", "harbour-post.example", True, id="paper"),
        pytest.param("Harbour Post", "theharbourpost.example", True, id="article-in-the-host"),
        pytest.param("Harbour", "harbournews.example", True, id="news"),
        pytest.param("Ann Reed", "annreed.example", False, id="a-person-s-own"),
        pytest.param("Ann", "annreed.example", False, id="a-beginning"),
        pytest.param("Tidewatch", "", False, id="no-host"),
        pytest.param("Example", "tidewatch.example", False, id="a-domain-of-all"),
        pytest.param("The", "the.example", False, id="no-name"),
    ],
)
def test_a_site_is_known_by_its_host(name, host, is_its):
    assert is_site(name, [], host) is is_its


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        pytest.param("Harbour News Agency", True, id="agency"),
        pytest.param("Wexcombe University", True, id="university"),
        pytest.param("University of Wexcombe", True, id="of"),
        pytest.param("Tidewatch Media, Inc.", True, id="firm"),
        pytest.param("汐州市教育局", True, id="authority"),
        pytest.param("汐州渡轮有限公司", True, id="chinese-firm"),
        pytest.param("Ada Fenwick", False, id="person"),
        pytest.param("Emily Post", False, id="a-surname"),
        pytest.param("Harbour Editorial Board", False, id="a-board-that-signs"),
        pytest.param("News", False, id="one-word"),
        pytest.param("", False, id="nothing"),
        pytest.param("王学院", False, id="a-chinese-name"),
        pytest.param("张大学", False, id="another"),
        pytest.param("王中心", False, id="of-three"),
    ],
)
def test_an_organisation_is_known_by_its_words(name, is_one):
    assert is_organisation(name) is is_one

"""The one way a body is written: what the editor would make of it."""

from __future__ import annotations

import pytest

from articles.text.html import clean_html
from articles.text.html.normal import normal_form

FORMS = [
    ("bare-text", "a<p>b", "<p>a</p><p>b</p>"),
    ("div", "<div>a<div>b</div>c</div>", "<p>a</p><p>b</p><p>c</p>"),
    ("section", "<section><h1>a</h1>b</section>", "<h2>a</h2><p>b</p>"),
    ("headings", "<h1>a</h1><h3>b</h3><h6>c</h6>", "<h2>a</h2><h3>b</h3><h4>c</h4>"),
    ("block-in-heading", "<h2>a<div>b</div></h2>", "<h2>a</h2><h2>b</h2>"),
    ("empty", "<p></p><p><br></p><p>&nbsp;</p><p>\u3000</p><div> </div>", ""),
    ("breaks-at-the-edges", "<p><br>a<br> b <br><br></p>", "<p>a<br>b</p>"),
    ("white-space", "<p>\n a\t\n b  <b> c</b> </p>\n<p>d</p>",
     "<p>a b <strong>c</strong></p><p>d</p>"),
    ("space-of-its-own", "<p>a <b> </b> b</p>", "<p>a b</p>"),
    ("ideographic-space", "<p>\u3000\u3000a</p>", "<p>\u3000\u3000a</p>"),
    ("other-names", "<p><b>a</b><i>b</i><del>c</del><ins>d</ins></p>",
     "<p><strong>a</strong><em>b</em><s>c</s><u>d</u></p>"),
    ("order-of-marks", "<p><em><strong>a</strong></em></p>", "<p><strong><em>a</em></strong></p>"),
    ("adjoining-marks", "<p><b>a</b><b>b<i>c</i></b></p>", "<p><strong>ab<em>c</em></strong></p>"),
    ("mark-twice", "<p><b><b>a</b></b></p>", "<p><strong>a</strong></p>"),
    ("mark-over-blocks", "<b>a<p>b</p></b>", "<p><strong>a</strong></p><p><strong>b</strong></p>"),
    ("code-and-bold", "<p><b><code>a</code></b></p>", "<p><code>a</code></p>"),
    ("code-and-link", '<p><a href="x"><code>a</code></a></p>', '<p><a href="x">a</a></p>'),
    ("break-in-mark", "<p><b>a<br>b</b></p>", "<p><strong>a<br>b</strong></p>"),
    ("mark-of-nothing", "<p>a<b></b>b<a>c</a></p>", "<p>abc</p>"),
    ("picture-in-paragraph", '<p>a<img src="x">b</p>', '<p>a</p><img src="x"><p>b</p>'),
    ("linked-picture", '<p><a href="y"><img src="x">t</a></p>',
     '<img src="x"><p><a href="y">t</a></p>'),
    ("picture-in-heading", '<h2>a<img src="x"></h2>', '<h2>a</h2><img src="x">'),
    ("rule", "<p>a<hr>b</p>", "<p>a</p><hr><p>b</p>"),
    ("list", "<ul><li>a<li><p>b</p><p>c</p></ul>",
     "<ul><li><p>a</p></li><li><p>b</p><p>c</p></li></ul>"),
    ("text-in-list", "<ol start=1>a<li>b</ol>", "<ol><li><p>a</p></li><li><p>b</p></li></ol>"),
    ("paragraph-in-list", "<ul><p>a</p></ul>", "<ul><li><p>a</p></li></ul>"),
    ("list-in-list", "<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>",
     "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li><li><p>c</p></li></ul>"),
    ("list-first-in-list", "<ul><ol><li>a</ol></ul>",
     "<ul><li><p></p><ol><li><p>a</p></li></ol></li></ul>"),
    ("picture-first-in-item", '<ul><li><img src="x">a</ul>',
     '<ul><li><p></p><img src="x"><p>a</p></li></ul>'),
    ("captioned-picture-first-in-item",
     '<ul><li><figure><figcaption>c</figcaption><img src="x"></figure></ul>',
     '<ul><li><p></p><figure><img src="x"><figcaption>c</figcaption></figure></li></ul>'),
    ("figcaption-in-list", "<ul><figcaption>a</figcaption></ul>", "<ul><li><p>a</p></li></ul>"),
    ("heading-in-list", "<ul><h3>a</h3></ul>", "<ul><li><p></p><h3>a</h3></li></ul>"),
    ("item-without-list", "<li>a</li>", "<p>a</p>"),
    ("empty-list", "<ul><li></li><li> </li></ul>", ""),
    ("start", "<ol start='03'><li>a</ol>", '<ol start="3"><li><p>a</p></li></ol>'),
    ("bad-start", "<ol start=x><li>a</ol>", "<ol><li><p>a</p></li></ol>"),
    ("quotation", "<blockquote>a<p>b</blockquote>", "<blockquote><p>a</p><p>b</p></blockquote>"),
    ("empty-quotation", "<blockquote> </blockquote>", ""),
    ("code-block", "<pre>\n a\n<b>b</b><br>c\n</pre>", "<pre><code> a\nb\nc</code></pre>"),
    ("paragraphs-in-code-block", "<pre><p>a</p><p>b</p></pre>", "<pre><code>a\nb</code></pre>"),
    ("list-in-code-block", "<pre>a<ul><li>b</ul>c</pre>",
     "<pre><code>a</code></pre><ul><li><p>b</p></li></ul><pre><code>c</code></pre>"),
    ("blank-code-block", "<pre> \n </pre>", ""),
    ("figure", '<figure class=x><div><a href=y><img src="x"></a></div><figcaption>c</figcaption>',
     '<figure><img src="x"><figcaption>c</figcaption></figure>'),
    ("figure-without-caption", '<figure><img src="x"></figure>', '<img src="x">'),
    ("figure-without-picture",
     "<figure><table><tr><td>a</table><figcaption>c</figcaption></figure>",
     "<table><tbody><tr><td><p>a</p></td></tr></tbody></table><p>c</p>"),
    ("figure-of-two", '<figure><img src="x"><img src="y"><figcaption>c</figcaption></figure>',
     '<img src="x"><figure><img src="y"><figcaption>c</figcaption></figure>'),
    ("long-caption", '<figure><img src="x"><figcaption><p>a</p><p>b</p></figcaption></figure>',
     '<figure><img src="x"><figcaption>a<br>b</figcaption></figure>'),
    ("figcaption-alone", "<figcaption>a</figcaption>", "<p>a</p>"),
    ("table", "<table><thead><tr><th>a<tbody><tr><td colspan=2 rowspan=1>b</table>",
     "<table><tbody><tr><th><p>a</p></th></tr>"
     '<tr><td colspan="2"><p>b</p></td></tr></tbody></table>'),
    ("table-caption", "<table><caption>a</caption><tr><td>b</table>",
     "<p>a</p><table><tbody><tr><td><p>b</p></td></tr></tbody></table>"),
    ("table-of-a-caption", "<table><caption>a</caption></table>", "<p>a</p>"),
    ("table-with-blank-caption", "<ul><li><table><caption> </caption></table></ul>", ""),
    ("empty-cells", "<table><tr><td> <td>&nbsp;</table>",
     "<table><tbody><tr><td></td><td></td></tr></tbody></table>"),
    ("empty-table", "<table><tr></tr></table>", ""),
    ("wide-cell", "<table><tr><td colspan=9999>a</table>",
     "<table><tbody><tr><td><p>a</p></td></tr></tbody></table>"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("html", "form"), [pytest.param(html, form, id=name) for name, html, form in FORMS]
)
def test_a_body_is_written_one_way(html, form):
    assert clean_html(html) == form
    assert clean_html(str(form)) == form


@pytest.mark.parametrize(
    ("html", "form"),
    [
        pytest.param(
            "<table>a</table>",
            "<table><tbody><tr><td><p>a</p></td></tr></tbody></table>",
            id="text-in-table",
        ),
        pytest.param(
            "<table><td>a</td></table>",
            "<table><tbody><tr><td><p>a</p></td></tr></tbody></table>",
            id="cell-in-table",
        ),
        pytest.param("<td>a</td>", "<p>a</p>", id="cell-without-table"),
        pytest.param("a</p></b></unknown><unknown>b", "<p>ab</p>", id="ends-without-beginnings"),
        pytest.param("<ul><li>a", "<ul><li><p>a</p></li></ul>", id="beginnings-without-ends"),
    ],
)
def test_a_parser_that_leaves_things_open_does_no_harm(html, form):
    assert normal_form(html) == form

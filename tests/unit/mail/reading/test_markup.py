"""HTML becomes the text that its reader sees."""

import pytest

from app.mail.reading.markup import to_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<!DOCTYPE html><?xml?><p>a</p></>b", "a\nb"),
        ("1 < 2 &amp; 3 &gt; 2", "1 < 2 & 3 > 2"),
        ('<p title="a > b">seen</p>', "seen"),
        ("<p title='it is \"so\" > so'>seen</p>", "seen"),
        ("<p>a<br>b<hr/>c</p>", "a\nb\nc"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<script>x</script><style>y</style>seen<template>z</template>", "seen"),
        ("seen<script>never closed", "seen"),
        ("seen<!-- never closed", "seen"),
        ("seen <a href=never closed", "seen <a href=never closed"),
        ("<div style='DISPLAY : none'>x<div>y</div>z</div>seen", "seen"),
        ("<div style='mso-hide:all'><span>x</div>seen", "seen"),
        ("<p hidden>x<p>seen", "seen"),
        ("<span hidden/>seen", "seen"),
        ("new<blockquote>old<blockquote>older</blockquote></blockquote>end", "new\n> old\n> > older\nend"),
        ("new<div class='a yahoo_quoted'>old</div>", "new\n> old"),
        ("new<div id=divRplyFwdMsg>From</div>old", "new\n\n-----Original Message-----"),
        ("new<div id='Signature'>Alex</div>", "new"),
        ("</div></p>seen</b>", "seen"),
        ("un<b>sub</b>scribe", "unsubscribe"),
    ],
)
def test_what_a_reader_sees_is_kept_and_the_rest_is_not(html: str, text: str) -> None:
    seen = [line.rstrip() for line in to_text(html).split("\n")]
    assert [line for line in seen if line.strip("> ")] == [line for line in text.split("\n") if line]

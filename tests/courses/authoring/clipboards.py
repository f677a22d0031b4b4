"""What programs put on the clipboard, shortened from how they write it."""

WORD_365 = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta name=Generator content="Microsoft Word 15"><link rel=File-List href="file:///C:/Temp/filelist.xml">
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]-->
<style><!-- p.MsoNormal {font-size:16.0pt; font-family:"TH SarabunPSK"} @list l0:level1 {mso-level-number-format:bullet} --></style></head>
<body lang=TH style='tab-interval:36.0pt'><!--StartFragment-->
<h1><span lang=TH style='font-family:"TH SarabunPSK",sans-serif'>ภัยไซเบอร์<o:p></o:p></span></h1>
<h2><span lang=TH>รหัสผ่าน</span><o:p></o:p></h2>
<p class=MsoNormal><span lang=TH style='font-size:16.0pt;color:red'>อย่าใช้ <b>วันเกิด</b> ท\u0e4dา<span style='mso-spacerun:yes'>&nbsp; </span>\u200bเป็น<i>รหัส</i></span><span
class=MsoCommentReference><a class=msocomanchor id="_anchor_1" href="#_msocom_1">[A1]</a></span><o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]><span lang=TH>ยาว 12 ตัว</span><o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;text-indent:-18.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>o<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]><span lang=TH>มีตัวเลข</span><o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]><span lang=TH>ไม่ซ้ำ</span><o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>3.<span>&nbsp; </span></span><![endif]>ขั้นที่สาม</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><![if !supportLists]><span style='mso-list:Ignore'>4.<span>&nbsp; </span></span><![endif]>ขั้นที่สี่</p>
<table class=MsoTableGrid border=1 cellspacing=0 style='border-collapse:collapse'><tr><td width=300 style='border:solid windowtext 1.0pt'>
<p class=MsoNormal><b><span lang=TH>ชื่อ<o:p></o:p></span></b></p></td><td><p class=MsoNormal><b>คะแนน</b></p></td></tr>
<tr><td><p class=MsoNormal>สมชาย</p></td><td><p class=MsoNormal>10</p></td></tr></table>
<p class=MsoNormal><a href="https://www.thaicert.or.th/"><span style='color:#0563C1'>ไทยเซิร์ต</span></a> <a href="#_Toc1" name="_Toc1">สารบัญ</a>
<!--[if gte vml 1]><v:shape><v:imagedata src="file:///C:/Temp/image001.png"/></v:shape><![endif]--><![if !vml]><img width=200 src="file:///C:/Temp/clip_image002.png"><![endif]></p>
<!--EndFragment--></body></html>"""

WORD_MAC = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta charset="utf-8"><style>
p.MsoListParagraph{margin:0}</style></head><body lang="EN-US"><!--StartFragment-->
<p class="MsoTitle"><b>คู่มือ<o:p></o:p></b></p>
<p class="MsoListParagraphCxSpFirst" style="text-indent:-.25in;mso-list:l0 level1 lfo1"><!--[if !supportLists]--><span
style="mso-fareast-font-family:Calibri"><span style="mso-list:Ignore">1.<span style="font:7.0pt &quot;Times New Roman&quot;">&nbsp;&nbsp;&nbsp; </span></span></span><!--[endif]-->เปิดเครื่อง<o:p></o:p></p>
<p class="MsoListParagraphCxSpLast" style="text-indent:-.25in;mso-list:l0 level1 lfo1"><!--[if !supportLists]--><span style="mso-list:Ignore">2.<span>&nbsp; </span></span><!--[endif]-->ล็อกอิน<o:p></o:p></p>
<p class="MsoNormal">สูตร H<sub>2</sub>O และ m<sup>2</sup><o:p></o:p></p><!--EndFragment--></body></html>"""

GOOGLE_DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1a2b3c"><h2 dir="ltr" style="line-height:1.38"><span
style="font-size:16pt;font-family:Arial;font-weight:400">การป้องกัน</span></h2><p dir="ltr" style="line-height:1.38"><span
style="font-size:11pt;font-weight:700;vertical-align:baseline;white-space:pre-wrap">สำคัญ</span><span style="font-size:11pt;font-style:italic">มาก</span><span>&nbsp;</span><a
href="https://www.google.com/url?q=https://www.etda.or.th/&amp;sa=D" style="text-decoration:none;"><span style="color:#1155cc;text-decoration:underline">เอ็ตด้า</span></a></p><br /><ul
style="margin-top:0"><li dir="ltr" aria-level="1" style="list-style-type:disc"><p dir="ltr" role="presentation"><span style="font-size:11pt">หนึ่ง</span></p></li><ul><li dir="ltr"
aria-level="2"><p dir="ltr" role="presentation"><span>หนึ่งจุดหนึ่ง</span></p></li></ul><li dir="ltr"><p role="presentation"><span>สอง</span></p></li></ul><div dir="ltr" align="left"><table
style="border:none"><colgroup><col width="200" /><col /></colgroup><tbody><tr style="height:0pt"><td style="border-left:solid #000 1pt"><p dir="ltr"><span style="font-weight:700">หัว</span></p></td><td><p><span
style="font-weight:700">ค่า</span></p></td></tr><tr><td><p><span>ก</span></p></td><td><p><span>1</span></p></td></tr></tbody></table></div><p><span><img
src="https://lh7-rt.googleusercontent.com/docsz/x" width="10" height="10"></span></p></b><br class="Apple-interchange-newline">"""

LIBREOFFICE = """<!DOCTYPE html><html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/><title></title><meta name="generator" content="LibreOffice 7.6"/>
<style type="text/css">@page { size: 21cm 29.7cm } p { line-height: 115% }</style></head><body lang="th-TH" dir="ltr"><h1 class="western">หัวเรื่อง</h1>
<p style="line-height: 100%; margin-bottom: 0cm"><font face="Sarabun, serif"><font size="4"><b>ตัวหนา</b> <i>ตัวเอน</i> <u>ขีด</u></font></font></p>
<ol><li><p style="margin-bottom: 0cm">แรก</p></li><li><p style="margin-bottom: 0cm">สอง</p></li></ol>
<p><img src="data:image/png;base64,{png}" name="Image1" width="40" height="20"/></p></body></html>"""

WORD_ONLINE = """<div class="OutlineElement Ltr SCXW1"><p class="Paragraph SCXW1" role="heading" aria-level="1" paraid="1"><span class="TextRun" style="font-weight:bold">เรื่อง</span><span class="EOP">&nbsp;</span></p></div>
<div class="ListContainerWrapper SCXW1"><ul class="BulletListStyle1" role="list"><li class="OutlineElement" role="listitem"><p class="Paragraph"><span class="TextRun"><span class="NormalTextRun">ข้อหนึ่ง</span></span></p></li></ul></div>
<div class="ListContainerWrapper SCXW1"><ul class="BulletListStyle1" role="list"><li class="OutlineElement"><p class="Paragraph"><span class="TextRun">ข้อสอง</span></p></li></ul></div>"""

FACEBOOK = """<div dir="auto" style="text-align: start;">เตือนภัย! <span class="x3nfvp2"><img height="16" width="16" alt="🚨" src="https://static.xx.fbcdn.net/images/emoji.php/v9/t8b.png"></span> อย่ากดลิงก์</div>
<div dir="auto"><a href="https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.1441.go.th%2F&amp;h=AT0" role="link">1441.go.th</a></div>"""

HOSTILE = """<p onclick="alert(1)">ก<script>alert(1)</script><img src="https://canary.example/x.png" onerror="alert(1)"><svg onload="alert(1)"><style>@import url(//canary.example/y)</style></svg>
<a href="javascript:alert(1)">ข</a><iframe src="https://canary.example/z"></iframe><math><mtext><img src=x onerror=alert(1)></mtext></math><form action="//canary.example"><button formaction="javascript:alert(1)">ค</button></form></p>"""

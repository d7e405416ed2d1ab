namespace Tocsin.EndToEnd.Pages;

/// <summary>Texts that have been taken for something else by some page.</summary>
internal static class HostileTexts
{
    public static readonly IReadOnlyList<string> All =
    [
        "<script>window.pwned = 1</script>", "<img src=x onerror=window.pwned=1>", "\"><svg onload=window.pwned=1>", "'><b>bold</b>", "</title><script>pwned=1</script>",
        "javascript:pwned=1", "<a href=javascript:pwned=1>x</a>", "<iframe srcdoc='<script>top.pwned=1</script>'></iframe>", "<style>*{display:none}</style>", "<!-- comment",
        "&lt;b&gt;", "&amp;", "&#60;script&#62;", "%3Cscript%3E", "\\u003cscript\\u003e",
        "{{constructor.constructor('pwned=1')()}}", "${pwned=1}", "#{7*7}", "{{7*7}}", "<%= 7*7 %>",
        "../../etc/passwd", "a/b/c", "a//b", "?topic=x&id=y", "#hash",
        "..%2f..%2f", "%00", "%", "%zz", "a%2Fb",
        "شريط الحالة", "\u202Egnp.exe", "עברית and English", "👩‍👩‍👧‍👦 family", "e\u0301 combined",
        "Z̷̢͔̖a̴͓͝l̵̰̔g̶̰̈o", "ﷺ", "日本語のアラート", "🇪🇺🏴‍☠️", "\u200Bzero width",
        "null", "undefined", "NaN", "__proto__", "constructor",
        "toString", "true", "-1", "' OR '1'='1", "; DROP TABLE alerts",
    ];
}

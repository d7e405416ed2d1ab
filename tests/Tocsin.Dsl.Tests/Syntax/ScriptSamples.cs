using Tocsin.Dsl.Syntax.Parsing;

namespace Tocsin.Dsl.Tests.Syntax;

/// <summary>Scripts that use the whole language, and ways to make odd ones of them.</summary>
internal static class ScriptSamples
{
    public static readonly string[] All =
    [
        """
        // Alerts when a host is busy.
        dbrp "telegraf"."autogen"

        var period = 5m // how long to look back

        // what is too much
        var crit = lambda: "usage" > 90.0 AND !isPresent("idle") // and no idle
        var hosts = ['a', x, *]
        var threshold float
        """,
        """
        stream
            |from()
                .measurement('cpu')
                .where(lambda: "host" =~ /^web\d+$/ AND "cpu" == 'cpu-total')
                .groupBy('host', *)
            |window().period(10s).every(1m)
            // mean of all
            |mean('usage').as('usage',)
            |alert()
                .id('{{ .Name }}\'s')
                .crit(lambda:
                    // first
                    ("usage" + -1.5) * 2.0 >= 0.5 // second
                    AND
                    "x" != FALSE)
                .message('''it's {{ .Level }}''')
                .log('/tmp/a')
        """,
        "var a = stream|from()\nvar b = a|eval(lambda: .5 * 5., lambda: 0644 % 7)\n.as('x','y')\na|join(b|from(), a,).as('l', 'r').tolerance(3ms)@udf().opt(1w)",
        "var r = /a\\/b/\nvar s = (/x/)\nvar l = lambda: (/x/)\nvar m = lambda: ('a' =~ (/b/)) == TRUE\nf(\n// c\n(/x/))",
        "x // t\n|foo()",
        "f(1 // c\n, 2 /* c */, [a, // i\n 'b'])",
        "var x = // c\n 5\nvar y = (// d\n 5)\nvar z = -(// e\n y)",
        "lambda: \"a\" =~ (// c\n /x/)\n'' '''''' \"\" 1e5 1h30m",
        "// only\n\n// comments",
        "",
    ];

    /// <summary>Scripts made from a sample by cutting, doubling or inserting pieces; most have errors.</summary>
    public static string Mutate(Random random) => Mutate(All[random.Next(All.Length)], random);

    /// <summary>A script made from <paramref name="text"/> in the same way.</summary>
    public static string Mutate(string text, Random random)
    {
        const string pieces = "()[],.|@*/-+!=<>&;'\"\\ \n\t0159aµé😀_:%#{}\0\uD800";
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var at = random.Next(text.Length + 1);
            var length = random.Next(Math.Min(8, text.Length - at) + 1);
            text = random.Next(3) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, text.Substring(at, length)),
                _ => text.Insert(at, pieces[random.Next(pieces.Length)].ToString()),
            };
        }

        return text;
    }

    /// <summary>A sample with comments and line ends put between its tokens.</summary>
    public static string Scatter(Random random)
    {
        var tree = SyntaxTree.Parse(All[random.Next(All.Length)]);
        return string.Concat(tree.Tokens.Select(token =>
        {
            var full = tree.Source.Text.Substring(token.FullSpan.Start, token.FullSpan.Length);
            var blanks = full[..(token.Span.Start - token.FullSpan.Start)];
            var comment = random.Next(6) == 0 ? $" //{random.Next(100)}\n" : random.Next(8) == 0 ? "\n" : "";
            return blanks + comment + full[blanks.Length..];
        }));
    }
}

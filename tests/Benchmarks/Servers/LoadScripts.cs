namespace Tocsin.Benchmarks.Servers;

/// <summary>The tasks of <see cref="LoadMeasurement"/>. Their alerts do not fire.</summary>
internal static class LoadScripts
{
    public const string Threshold = """
        stream
            |from().measurement('cpu').groupBy('host')
            |alert().id('{{ index .Tags "host" }}').details('').crit(lambda: "usage_idle" < 10.0).stateChangesOnly().log('/dev/null')
        """;

    public const string Window = """
        stream
            |from().measurement('cpu').groupBy('host')
            |window().period(60s).every(10s)
            |mean('usage_idle').as('mean')
            |alert().id('{{ index .Tags "host" }}').details('').crit(lambda: "mean" < 10.0).stateChangesOnly().log('/dev/null')
        """;

    public const string Eval = """
        stream
            |from().measurement('cpu').where(lambda: "host" =~ /^h\d*[02468]$/).groupBy('host', 'dc')
            |eval(lambda: 100.0 - "usage_idle", lambda: sigma("usage_user")).as('used', 'sig').keep()
            |alert().id('{{ index .Tags "host" }}').details('').warn(lambda: "sig" > 3.0 AND "used" > 1000.0).stateChangesOnly().log('/dev/null')
        """;

    public const string Join = """
        var a = stream|from().measurement('cpu').groupBy('host')
        var b = stream|from().measurement('mem').groupBy('host')
        a
            |join(b).as('c', 'm').tolerance(1s)
            |alert().id('{{ index .Tags "host" }}').details('').crit(lambda: "c.usage_idle" < 10.0 AND "m.used_percent" > 0.0).stateChangesOnly().log('/dev/null')
        """;

    /// <summary>A threshold on a measurement with a number.</summary>
    public static string ThresholdOf(int measurement) => Threshold.Replace("'cpu'", $"'m{measurement}'", StringComparison.Ordinal);
}

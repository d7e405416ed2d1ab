namespace Tocsin.Engine.Tests.Tasks;

/// <summary>Scripts of nodes whose groups may be dealt to several loops, and data for them, made of a seed.</summary>
internal sealed class RandomTask(int seed)
{
    private static readonly string[] StreamNodes =
    [
        "|where(lambda: \"a\" > -3.0)", "|where(lambda: count() % 3 != 0)", "|eval(lambda: \"a\" * 2.0, lambda: sigma(\"b\")).as('a', 'sig').keep()",
        "|eval(lambda: spread(\"a\")).as('b').keep('a', 'b')", "|eval(lambda: string(int(\"b\") % 3)).as('mod').tags('mod').keep('a', 'b')", "|default().field('c', 1.0).tag('rack', 'none')",
        "|delete().tag('rack')", "|delete().field('c')", "|derivative('a').as('b')", "|changeDetect('b')", "|stateCount(lambda: \"a\" > 0.0)",
        "|stateDuration(lambda: count() % 4 > 0).unit(1s)", "|sample(2)", "|shift(5s)", "|flatten().on('rack').tolerance(1s)|eval(lambda: 1.0, lambda: 2.0).as('a', 'b').keep()",
        "|combine(lambda: \"a\" > 0.0, lambda: TRUE).as('x', 'y').tolerance(2s).max(1000)|eval(lambda: \"x.a\", lambda: \"y.a\").as('a', 'b').keep()",
        "|cumulativeSum('a').as('a')|default().field('b', 3.0)", "|movingAverage('a', 3).as('a')|default().field('b', 3.0)", "|max('a').as('a')", "|elapsed('a', 1s).as('a')|eval(lambda: float(\"a\"), lambda: 1.0).as('a', 'b')",
    ];

    private static readonly string[] Windows = ["|window().period(7s).every(3s)", "|window().period(4s).every(4s).align()", "|window().periodCount(5).everyCount(2)", "|window().period(6s).every(2s).fillPeriod()"];

    private static readonly string[] BatchNodes =
    [
        "|mean('a').as('a')", "|percentile('a', 50.0).as('a')", "|top(2, 'a')|trickle()", "|stddev('a').as('a')", "|distinct('a').as('a')|trickle()", "|mode('a').as('a')", "|difference('a').as('a')|trickle()",
        "|holtWinters('a', 2, 0, 1s).as('a')|trickle()", "|where(lambda: \"a\" > -2.0)|sum('a').as('a')", "|sample(2)|count('a').as('a')", "|eval(lambda: \"a\" + \"b\").as('a').keep()|last('a').as('a')", "|first('a').as('a')|shift(1s)",
    ];

    private static readonly string[] Ends =
    [
        ".crit(lambda: \"a\" > 1.0)", ".warn(lambda: \"a\" > 0.0).crit(lambda: \"a\" > 2.0).critReset(lambda: \"a\" < 1.0)", ".info(lambda: TRUE).crit(lambda: \"a\" > 2.0).stateChangesOnly()",
        ".crit(lambda: \"a\" > 1.0).noRecoveries()", ".crit(lambda: \"a\" > 0.0).history(5).flapping(0.3, 0.6)", ".warn(lambda: \"a\" > 0.0).stateChangesOnly(9s).levelTag('level').idField('id')",
    ];

    private readonly Random _random = new(seed);

    public string Script()
    {
        var (grouping, id) = Pick<(string, string)>(
        [
            ("'host'", "{{ .Group }}"), ("'host'", "{{ index .Tags \"host\" }}"), ("'host', 'cpu'", "{{ .Group }}"), ("'host', 'cpu'", "{{ index .Tags \"cpu\" }}/{{ index .Tags \"host\" }}"),
            ("'cpu', 'host'", "of {{ .Tags.host }}"), ("*", "{{ .Name }} {{ .Group }}"), ("*", "{{ index .Tags \"host\" }}"),
        ]);
        var head = Pick([$"stream|from().measurement('m').groupBy({grouping})", $"stream|from().where(lambda: \"a\" > -4.0)|eval(lambda: \"a\" + 0.5).as('a').keep()|groupBy({grouping})"]);
        var regrouped = grouping == "'host', 'cpu'" && id == "{{ .Group }}" && _random.Next(2) == 0 ? "|groupBy('host')" : "";
        var nodes = string.Concat(Enumerable.Range(0, _random.Next(4)).Select(_ => Pick(StreamNodes)));
        var window = _random.Next(2) == 0 ? Pick(Windows) + Pick(BatchNodes) : "";
        var alert = $"|alert().id('{id}'){Pick(Ends)}";
        var batches = _random.Next(4) == 0 ? $"\ndata{Pick(Windows)}|alert().id('b {id}').all(){Pick(Ends)}" : "";
        return $"var data = {head}{nodes}{regrouped}\ndata{window}{alert}{batches}";
    }

    /// <summary>Lines of some writes, in the order of time.</summary>
    public IReadOnlyList<string> Writes(int count)
    {
        var time = 0;
        return [.. Enumerable.Range(0, count).Select(_ => string.Join('\n', Enumerable.Range(0, _random.Next(1, 40)).Select(_ => Line(time += _random.Next(2)))))];
    }

    private string Line(int time)
    {
        var rack = _random.Next(3) == 0 ? $",rack=r{_random.Next(2)}" : "";
        var fields = _random.Next(10) == 0 ? "" : $",c={_random.Next(5)}i";
        return $"m,cpu=c{_random.Next(2)},host=h{_random.Next(6)}{rack} a={_random.Next(-5, 5)},b={_random.Next(-2, 3)}{fields} {time}";
    }

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}

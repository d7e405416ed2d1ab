using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Tocsin.Alerting.Handlers;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Engine.Hosting;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes;

namespace Tocsin.Engine.Tests.Nodes.PooledPoints;

/// <summary>
/// Points of a write use the arrays of points of earlier writes, to any database: longer than their fields need, or without room for texts,
/// and full of what was there before. Every node and every function must give what it gives for points that are new.
/// </summary>
public sealed partial class PooledPointsTests
{
    private const int Rounds = 4;

    [Theory]
    [MemberData(nameof(RecordedScripts))]
    public void A_recorded_script_gives_the_same_for_used_points_as_for_new_ones(string name) => Compare(Read(name, "task.tick"), Read(name, "data.lp"));

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_gives_the_same_for_used_points_as_for_new_ones(string script)
    {
        for (var seed = 0; seed < Rounds; seed++)
            Compare(script, RandomLines(new Random(seed)));
    }

    [Fact]
    public void Every_node_is_tried()
    {
        var used = AllScripts().SelectMany(script => Calls().Matches(script).Select(match => match.Groups[1].Value)).ToHashSet();

        // Those make no points, write them elsewhere at once, are for the engine itself, or ask services.
        string[] others = ["noop", "stream", "batch", "query", "queryFlux", "influxDBOut", "sideload", "ec2Autoscale", "k8sAutoscale", "swarmAutoscale"];
        BuiltInNodes.All.Select(node => node.Name).Except(others).Except(used).Should().BeEmpty();
    }

    [Fact]
    public void Every_function_of_lambdas_is_tried()
    {
        var used = AllScripts().SelectMany(script => Words().Matches(script).Select(match => match.Groups[1].Value)).ToHashSet();

        FunctionCatalog.Default.All.Select(function => function.Name).Except(used).Should().BeEmpty();
    }

    public static TheoryData<string> RecordedScripts() => new(
        Directory.GetFiles(Cases(), "task.tick", SearchOption.AllDirectories)
            .Where(file => File.Exists(Path.Combine(Path.GetDirectoryName(file)!, "data.lp")) && Runs(File.ReadAllText(file)))
            .Select(file => Path.GetRelativePath(Cases(), Path.GetDirectoryName(file)!))
            .Order(StringComparer.Ordinal));

    public static TheoryData<string> Scripts() => new(OwnScripts());

    private static IEnumerable<string> OwnScripts()
    {
        // The new name is another field of the point: its slot, and those behind it, move.
        string[] functions =
        [
            "first('a')", "last('a')", "min('a')", "max('a')", "percentile('a', 50.0)", "mean('a')", "median('a')", "mode('a')", "spread('a')",
            "stddev('a')", "sum('a')", "count('a')", "distinct('a')", "top(2, 'a')", "bottom(2, 'a')", "top(2, 'a', 'host', 'b')", "difference('a')",
            "cumulativeSum('a')", "elapsed('a', 1s)", "movingAverage('a', 2)", "holtWinters('a', 2, 0, 1s)", "holtWintersWithFit('a', 2, 0, 1s)",
            "first('s')", "last('s')", "count('s')", "distinct('s')", "mode('s')",
        ];
        foreach (var function in functions)
        {
            foreach (var name in (string[])["value", "s", "new", "a"])
            {
                yield return $"stream|from().measurement('m').groupBy('host')|window().period(5s).every(5s)|{function}.as('{name}')|log()";
                yield return $"stream|from().measurement('m')|{function}.as('{name}').usePointTimes()|log()";
            }
        }

        const string From = "var data = stream|from().measurement('m').groupBy('host')\n";
        yield return From + "data|join(data|eval(lambda: \"a\" + 1.0).as('s').keep()).as('one', 'two').fill('null')|log()";
        yield return From + "data|join(data|where(lambda: \"a\" > 0.0)).as('one', 'two').fill(0.0).on('host').streamName('j')|log()";
        yield return From + "data|union(data|shift(3s)).rename('u')|log()";
        yield return From + "data|combine(lambda: \"a\" > 0.0, lambda: TRUE).as('x', 'y').tolerance(2s).max(100)|log()";
        yield return From + "data|window().period(5s).every(5s)|trickle()|log()";
        yield return From + "data|flatten().on('zone').delimiter('_').tolerance(2s)|log()";
        yield return From + "data|default().field('s', 'none').field('e', 1.0).tag('zone', 'z')|log()";
        yield return From + "data|delete().field('b').tag('zone')|log()";
        yield return From + "data|changeDetect('s', 'a')|log()";
        yield return From + "data|derivative('a').unit(1s).nonNegative().as('s')|log()";
        yield return From + "data|stateCount(lambda: \"a\" > 0.0).as('s')|stateDuration(lambda: \"s\" > 1).as('b')|log()";
        yield return From + "data|sample(2)|groupBy('zone')|where(lambda: \"s\" =~ /t/)|log()";
        yield return From + "data|eval(lambda: \"s\", lambda: \"host\", lambda: \"a\").as('value', 's', 'host').tags('host').keep('value', 's', 'b')|log()";
        yield return From + "data|eval(lambda: string(\"a\"), lambda: strLength(\"s\")).as('a', 's').keep()|httpOut('o')";
        yield return From + "data|barrier().period(1s).delete(TRUE)|window().period(3s).every(1s)|max('a').as('s')|log()";
        yield return From + "data|window().periodCount(3).everyCount(2).fillPeriod()|last('s').as('a')|httpPost('http://127.0.0.1:1/x')";
        yield return From + "data|alert().crit(lambda: \"a\" > 0.0).id('{{ .Name }}').message('{{ .Fields }}').levelField('s').durationField('b').idField('e').messageField('a').levelTag('zone')|log()";
        yield return From + "data|deadman(1.0, 10s)|log()";
        yield return From + "data|stats(1s)|log()";
        yield return From + "data|kapacitorLoopback().database('other').retentionPolicy('rp').measurement('n').tag('zone', 'z')";
        foreach (var function in FunctionCatalog.Default.All)
            yield return From + $"data|eval({string.Join(", ", CallsOf(function).Select(call => "lambda: " + call))}).as({string.Join(", ", CallsOf(function).Select((_, i) => $"'s{i}'"))}).keep()|log()";
    }

    /// <summary>Calls of a function with fields of all kinds; those it does not take fail for each point, with used points as with new ones.</summary>
    private static string[] CallsOf(FunctionDefinition function) =>
    [
        $"{function.Name}(\"a\")", $"{function.Name}(\"s\")", $"{function.Name}(\"s\", \"s\")", $"{function.Name}(\"a\", \"b\")",
        $"{function.Name}(\"s\", 0, 1)", $"{function.Name}(\"a\" > 0.0, \"s\", \"s\")", $"{function.Name}(\"s\", \"s\", \"s\", 1)", $"{function.Name}(\"n\")",
    ];

    private static void Compare(string script, string lines)
    {
        var random = new Random(7);
        var fresh = Run(script, lines, Renewed);
        var used = Run(script, lines, batch => Used(batch, random));

        used.Should().Equal(fresh);
    }

    private static List<string> Run(string script, string lines, Func<PointBatch, PointBatch> arrange)
    {
        var pipeline = new WatchedPipeline(script.Replace("@SINK@", "http://127.0.0.1:1", StringComparison.Ordinal));
        foreach (var part in lines.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Chunk(7))
            pipeline.Write(string.Join('\n', part), arrange);
        pipeline.Stop();
        return [.. pipeline.Seen, .. pipeline.Errors];
    }

    private static PointBatch Renewed(PointBatch batch)
    {
        var renewed = PointBatch.Rent(batch.Origin);
        foreach (var point in batch.Points)
        {
            var texts = HasTexts(point) ? Enumerable.Range(0, point.Layout.Count).Select(slot => TextAt(point, slot)).ToArray() : [];
            renewed.Add(Point.Create(point.Series, point.Time, point.Layout, point.Numbers[..point.Layout.Count], texts));
        }

        batch.NeverReuse();
        return renewed;
    }

    private static PointBatch Used(PointBatch batch, Random random)
    {
        foreach (var point in batch.Points)
        {
            var count = point.Layout.Count;
            var numbers = Enumerable.Repeat(BitConverter.DoubleToInt64Bits(4711), count + random.Next(6)).ToArray();
            point.Numbers.AsSpan(0, count).CopyTo(numbers);
            point.Numbers = numbers;

            // Room for texts ends anywhere behind the last one.
            var needed = Enumerable.Range(0, count).LastOrDefault(slot => point.Layout.TypeAt(slot) == FieldType.String, -1) + 1;
            var texts = Enumerable.Repeat<string?>("used", needed + random.Next(count - needed + 6)).ToArray();
            for (var slot = 0; slot < needed; slot++)
                texts[slot] = TextAt(point, slot) ?? "used";
            point.Texts = texts;
        }

        return batch;
    }

    private static bool HasTexts(Point point) => Enumerable.Range(0, point.Layout.Count).Any(slot => point.Layout.TypeAt(slot) == FieldType.String);

    private static string? TextAt(Point point, int slot) => point.Layout.TypeAt(slot) == FieldType.String ? point.Text(slot) : null;

    private static string RandomLines(Random random)
    {
        var lines = Enumerable.Range(0, 40).Select(i =>
        {
            var fields = ((string[])[$"s=\"t{random.Next(3)}\"", $"a={random.Next(-3, 4)}", "b=2", $"n={random.Next(9)}i", "d=t", "e=5", $"value=\"v{i}\""])
                .OrderBy(_ => random.Next()).Take(random.Next(3, 8)).ToList();
            if (random.Next(10) > 0 && !fields.Exists(field => field.StartsWith("a=", StringComparison.Ordinal)))
                fields.Insert(0, $"a={random.Next(-3, 4)}");
            return $"m,host=h{random.Next(2)}{(random.Next(2) == 0 ? ",zone=z" : "")} {string.Join(',', fields)} {i * 500_000_000L}";
        });
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> AllScripts() => OwnScripts().Concat(RecordedScripts().Select((object[] row) => Read((string)row[0], "task.tick")));

    private static bool Runs(string script)
    {
        try
        {
            _ = new WatchedPipeline(script.Replace("@SINK@", "http://127.0.0.1:1", StringComparison.Ordinal));
            return true;
        }
        catch (Exception)
        {
            return false; // Recorded because it is refused, or it needs a server around it.
        }
    }

    private static string Read(string name, string file) => File.ReadAllText(Path.Combine(Cases(), name, file));

    private static string Cases([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../../Conformance/cases"));

    [GeneratedRegex(@"\|\s*([a-zA-Z0-9]+)\s*\(")]
    private static partial Regex Calls();

    [GeneratedRegex(@"\b([a-zA-Z0-9_]+)\s*\(")]
    private static partial Regex Words();
}

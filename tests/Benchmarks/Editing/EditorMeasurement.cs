using System.Diagnostics;
using System.Globalization;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Data.Schemas;
using Tocsin.Dsl.Editing;
using Tocsin.Dsl.Editing.Completing;
using Tocsin.Dsl.Editing.Diagnosing;
using Tocsin.Dsl.Syntax;
using Tocsin.Engine.Plugins;
using Tocsin.Server.Loading.Checks;
using Tocsin.Server.Lsp;
using Tocsin.Server.Lsp.Schemas;
using Tocsin.Testing;

namespace Tocsin.Benchmarks.Editing;

/// <summary>How long somebody who writes waits for mistakes and completion, and how often the right item is among the first three.</summary>
internal static class EditorMeasurement
{
    private const int Rounds = 100;
    private const int Measurements = 200; // As many as a server answers at once, of however many series there are.

    public static void Run()
    {
        var schema = new DataSchema([.. Enumerable.Range(0, Measurements).Select(number => new MeasurementSchema(
            "cpu" + number.ToString(CultureInfo.InvariantCulture), ["host", "rack"], [new FieldSchema("usage_idle", FieldType.Float), new FieldSchema("usage_user", FieldType.Float)]))]);
        var language = new LspLanguage(() => Extensions.BuiltIn, FixedSchema.None, static _ => null, MachineFiles.Here, TimeProvider.System) { Version = "1" }.Of(schema);
        foreach (var lines in new[] { 504, 720, 5040 })
        {
            var text = Script(lines);
            Report($"{lines} lines: mistakes", Times(text, language, static (script, _) => ScriptDiagnosis.Of(script)));
            Report($"{lines} lines: completion", Times(text, language, static (script, at) => _ = script.Measurements.Count + ScriptCompletion.At(script, at, out _).Count));
        }

        foreach (var typed in new[] { 0, 1 })
        {
            var (right, all, missed) = Ranking(language with { Schema = null }, typed);
            Console.WriteLine($"right item among the first three, {typed} letters typed: {(100.0 * right / all).ToString("F1", CultureInfo.InvariantCulture)} % of {all}");
            foreach (var kind in missed.OrderByDescending(kind => kind.Value).Take(40))
                Console.WriteLine($"    {kind.Value} {kind.Key}");
        }
    }

    private static string Script(int lines)
    {
        const string rule = """
            // Too little idle time.
            var limit# = 10.0
            var data# = stream
                |from()
                    .measurement('cpu#')
                    .groupBy('host')
                |window()
                    .period(1m)
                    .every(10s)
                |mean('usage_idle')
                    .as('idle')
                |alert()
                    .crit(lambda: "idle" < limit# AND isPresent("idle"))
                    .log('/tmp/alerts')

            """;
        var length = rule.Count(letter => letter == '\n');
        return string.Concat(Enumerable.Range(0, lines / length).Select(number => rule.Replace("#", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)));
    }

    // Each round a letter is typed into the name of a property somewhere.
    private static List<double> Times(string text, EditorLanguage language, Action<EditedScript, int> ask)
    {
        var times = new List<double>();
        var places = Enumerable.Range(0, text.Length - 10).Where(at => text.AsSpan(at).StartsWith(".period", StringComparison.Ordinal)).ToList();
        for (var round = 0; round < Rounds + 20; round++)
        {
            var at = places[round * 7919 % places.Count] + 4;
            var edited = text.Insert(at, "x");
            var start = Stopwatch.GetTimestamp();
            ask(new EditedScript(edited, language), at - 1);
            if (round >= 20)
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        return times;
    }

    private static void Report(string what, List<double> times) => Console.WriteLine(
        $"{what}: median {times[times.Count / 2].ToString("F1", CultureInfo.InvariantCulture)} ms, p95 {times[times.Count * 95 / 100].ToString("F1", CultureInfo.InvariantCulture)} ms");

    // Each name of each public script is taken out, but for the letters that are typed, and the rest is as it was.
    private static (int Right, int All, Dictionary<string, int> Missed) Ranking(EditorLanguage language, int typed)
    {
        var (right, all, missed) = (0, 0, new Dictionary<string, int>());
        foreach (var text in Scripts())
        {
            var whole = new EditedScript(text, language);
            if (whole.Tree.HasErrors)
                continue;
            for (var at = 1; at < whole.Tree.Tokens.Count; at++)
            {
                // Names that the script makes up itself nobody can know.
                var (before, token) = (whole.Tree.Tokens[at - 1], whole.Tree.Tokens[at]);
                if (token.Kind != SyntaxKind.Identifier || before.Kind == SyntaxKind.Var)
                    continue;
                var word = text[token.Span.Start..token.Span.End];
                var cut = string.Concat(text.AsSpan(0, token.Span.Start), word.AsSpan(0, typed), text.AsSpan(token.Span.End));
                var items = ScriptCompletion.At(new EditedScript(cut, language), token.Span.Start + typed, out _).Select(item => item.Label).ToList();
                all++;
                if (items.IndexOf(word) is >= 0 and < 3)
                {
                    right++;
                    continue;
                }

                var what = $"{word} after {text[before.Span.Start..before.Span.End]}, number {items.IndexOf(word)}";
                missed[what] = missed.GetValueOrDefault(what) + 1;
            }
        }

        return (right, all, missed);
    }

    private static IEnumerable<string> Scripts() => new[] { "tests/Conformance", "examples" }
        .SelectMany(folder => Directory.EnumerateFiles(RepositoryFiles.PathOf(folder), "*.tick", SearchOption.AllDirectories))
        .Order(StringComparer.Ordinal).Select(File.ReadAllText).Distinct();
}

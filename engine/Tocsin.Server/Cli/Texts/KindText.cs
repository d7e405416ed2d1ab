using System.Text.Json.Nodes;
using Tocsin.Server.Json;
using Column = Tocsin.Server.Cli.Texts.TextTable.Column;

namespace Tocsin.Server.Cli.Texts;

/// <summary>A kind of handler in words: its options, the keys of its service, and a handler file to begin with.</summary>
internal static class KindText
{
    public static void Write(TextWriter output, JsonObject kind)
    {
        var property = kind.Text("property");
        output.WriteLine($"Handlers of kind {kind.Text("kind")}; {(property.Length > 0 ? $"in scripts .{property}()" : "of topics only, not in scripts")}.");
        output.WriteLine();
        WriteTable(output, "Option", kind.Items("options"), hasScript: property.Length > 0);
        if (kind["section"] is JsonObject section)
        {
            output.WriteLine();
            WriteTable(output, $"Key of the section '{section.Text("name")}'", section.Items("keys"), hasScript: false);
        }

        output.WriteLine();
        output.WriteLine("A file to start from, for 'tocsin define-topic-handler FILE':");
        output.WriteLine();
        output.WriteLine("topic: TOPIC");
        output.WriteLine($"id: my-{kind.Text("kind")}");
        WriteExample(output, kind.Text("kind"), kind.Items("options"), takesDurationText: false);
    }

    public static void WriteTable(TextWriter output, string title, List<JsonObject> options, bool hasScript)
    {
        if (options.Count == 0)
        {
            output.WriteLine("It takes no options.");
            return;
        }

        var table = new TextTable(
            Column.Fitting(title), Column.Fitting(hasScript ? "In scripts" : ""), Column.Fitting("Takes"), Column.Fitting("Default"), new("Meaning", 0));
        foreach (var option in options)
        {
            table.Add(
                option.Text("key") + " ", hasScript ? option.Text("script") + " " : "", option.Text("type") + (option.Text("secret") == "true" ? ", secret " : " "),
                (option.Text("required") == "true" ? "needed" : option.Text("default")) + " ", option.Text("summary"));
        }

        table.Write(output);
    }

    /// <summary>Kind and options of a definition: those that are needed, else the first.</summary>
    /// <param name="takesDurationText">Whether durations are texts such as <c>10s</c>, not nanoseconds.</param>
    public static void WriteExample(TextWriter output, string kind, List<JsonObject> options, bool takesDurationText)
    {
        output.WriteLine($"kind: {kind}");
        var needed = options.Where(option => option.Text("required") == "true").ToList();
        var shown = needed.Count > 0 ? needed : options.Take(1).ToList();
        if (shown.Count > 0)
            output.WriteLine("options:");
        foreach (var option in shown)
            output.WriteLine($"  {option.Text("key")}: {ValueOf(option, takesDurationText)}");
    }

    private static string ValueOf(JsonObject option, bool takesDurationText) => option switch
    {
        _ when option.Text("secret") == "true" && option.Text("type") == "list of texts" => $"[\"{VariableOf(option)}\"]",
        _ when option.Text("secret") == "true" => VariableOf(option),
        _ when option.Text("default") is { Length: > 0 } given && option.Text("type") != "duration" => given,
        _ => option.Text("type") switch
        {
            "true or false" => "true",
            "whole number" or "number" => "1",
            "duration" => takesDurationText ? "10s" : "10000000000",
            "address" => "https://example.com/",
            "list of texts" => "[TEXT]",
            "keys with texts" or "keys with values" => "{KEY: TEXT}",
            "section" => "{}",
            "list of sections" => "[]",
            var choice when choice.StartsWith("one of ", StringComparison.Ordinal) => choice["one of ".Length..].Split(',')[0],
            _ => "TEXT",
        },
    };

    private static string VariableOf(JsonObject option) => "${env:" + option.Text("key").Replace('-', '_').ToUpperInvariant() + "}";
}

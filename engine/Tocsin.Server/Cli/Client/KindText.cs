using System.Text.Json.Nodes;
using Column = Tocsin.Server.Cli.Client.TextTable.Column;

namespace Tocsin.Server.Cli.Client;

/// <summary>A kind of handler in words: its options, the keys of its service, and a handler file to begin with.</summary>
internal static class KindText
{
    public static void Write(TextWriter output, JsonObject kind)
    {
        output.WriteLine($"Handlers of kind {kind.Text("kind")}; in scripts .{kind.Text("property")}().");
        output.WriteLine();
        WriteTable(output, "Option", kind.Items("options"), hasScript: true);
        if (kind["section"] is JsonObject section)
        {
            output.WriteLine();
            WriteTable(output, $"Key of the section '{section.Text("name")}'", section.Items("keys"), hasScript: false);
        }

        output.WriteLine();
        WriteExample(output, kind);
    }

    public static void WriteTable(TextWriter output, string title, List<JsonObject> options, bool hasScript)
    {
        if (options.Count == 0)
        {
            output.WriteLine("It takes no options.");
            return;
        }

        var table = new TextTable(
            Column.Fitting(title), Column.Fitting(hasScript ? "In scripts" : ""), Column.Fitting("Takes"), Column.Fitting("Default"), Column.Fitting("Meaning"));
        foreach (var option in options)
        {
            table.Add(
                option.Text("key") + " ", hasScript ? option.Text("script") + " " : "", option.Text("type") + (option.Text("secret") == "true" ? ", secret " : " "),
                (option.Text("required") == "true" ? "needed" : option.Text("default")) + " ", option.Text("summary"));
        }

        table.Write(output);
    }

    private static void WriteExample(TextWriter output, JsonObject kind)
    {
        output.WriteLine("topic: TOPIC");
        output.WriteLine($"id: my-{kind.Text("kind")}");
        output.WriteLine($"kind: {kind.Text("kind")}");
        var needed = kind.Items("options").Where(option => option.Text("required") == "true").ToList();
        var shown = needed.Count > 0 ? needed : kind.Items("options").Take(1).ToList();
        if (shown.Count > 0)
            output.WriteLine("options:");
        foreach (var option in shown)
            output.WriteLine($"  {option.Text("key")}: {ValueOf(option)}");
    }

    private static string ValueOf(JsonObject option) => option switch
    {
        _ when option.Text("secret") == "true" => "${env:" + option.Text("key").Replace('-', '_').ToUpperInvariant() + "}",
        _ when option.Text("default") is { Length: > 0 } given && option.Text("type") != "duration" => given,
        _ => option.Text("type") switch
        {
            "true or false" => "true",
            "whole number" or "number" => "1",
            "duration" => "10000000000",
            "address" => "https://example.com/",
            "list of texts" => "[TEXT]",
            "keys with texts" => "{KEY: TEXT}",
            "section" => "{}",
            "list of sections" => "[]",
            var choice when choice.StartsWith("one of ", StringComparison.Ordinal) => choice["one of ".Length..].Split(',')[0],
            _ => "TEXT",
        },
    };
}

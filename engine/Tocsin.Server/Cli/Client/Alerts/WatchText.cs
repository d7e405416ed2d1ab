using System.Text.Json.Nodes;
using Tocsin.Server.Cli.Texts;
using Tocsin.Server.Json;

namespace Tocsin.Server.Cli.Client.Alerts;

/// <summary>Tells in words what the nodes of a task made of data, and where the data ended.</summary>
internal sealed class WatchText(TextWriter output)
{
    /// <param name="wait">How long it was watched; null when all data there is was fed.</param>
    public void Write(JsonObject answer, string data, string? wait)
    {
        WriteNodes(answer, data, wait);
        foreach (var alert in answer.Items("kept"))
        {
            Line($"{alert.Text("id")} of topic {alert.Text("topic")} is {alert.Text("level")}, and not everybody is notified:");
            foreach (var silence in alert.Items("silenced"))
                Line($"  silence {silence.Text("id")} until {TimeText.Short(silence.Text("until"))}{(silence.Text("by") is { Length: > 0 } by ? $", by {by}" : "")}");
            foreach (var held in AlertsCommands.Held(alert))
                Line($"  {held.Text("handler")}: {held.Text("why")}");
        }
    }

    private void WriteNodes(JsonObject answer, string data, string? wait)
    {
        var nodes = answer.Items("nodes");
        var reached = nodes.FindLastIndex(node => node.Text("came") != "0");
        if (reached < 0)
        {
            if (wait is null)
            {
                Line($"No {data} came to task {answer.Text("task")}: the file has none of the measurement, database and retention policy that it reads, or with other tags.");
                return;
            }

            var ever = nodes.Count > 1 ? nodes[1].Text("came-ever") : "0";
            Line($"No {data} came to task {answer.Text("task")} within {wait}. Since it began, {ever} points came, of all data.");
            Line("Either nothing is written, or to another database, retention policy or measurement than the task reads, or with other tags.");
            return;
        }

        Line($"What task {answer.Text("task")} made of {data}:");
        foreach (var node in nodes.Skip(1)) // The first is where the data comes in.
            WriteNode(node);
        var end = nodes.Find(node => node.Text("came") != "0" && node.Text("went") == "0" && node.Text("has-children") == "true");
        if (end is not null && !end.Text("node").StartsWith("alert", StringComparison.Ordinal))
            Line(end["why"] is JsonArray { Count: > 0 } ? $"It ended at {end.Text("node")}." : $"{end.Text("node")} holds it: it gives out later, or what it has is not enough. {(wait is null ? "Give it more data." : "Wait longer with --wait.")}");
    }

    private void WriteNode(JsonObject node)
    {
        if (node.Text("came") == "0")
        {
            if (node.Text("went") == "0")
                Line($"  {node.Text("node")} ({node.Text("place")}): nothing came");
            return;
        }

        var passed = node.Text("has-children") == "true" ? $", {node.Text("went")} passed on" : "";
        Line($"  {node.Text("node")} ({node.Text("place")}): {node.Text("came")} came{passed}{Last(node)}");
        foreach (var why in node.Texts("why"))
            Line($"    {why}");
    }

    private static string Last(JsonObject node)
    {
        if (node["last"] is not JsonObject last || last["columns"] is not JsonArray columns || last["values"] is not JsonArray { Count: 1 } rows || rows[0] is not JsonArray values)
            return "";
        var tags = last["tags"] is JsonObject own ? string.Concat(own.Select(tag => $",{tag.Key}={tag.Value}")) : "";
        var fields = string.Join(' ', columns.Zip(values).Skip(1).Select(pair => $"{pair.First}={pair.Second}"));
        var time = TimeText.Exact(values[0]?.ToString() ?? "");
        return $"; the last was {last.Text("name")}{tags} {fields} at {time}";
    }

    private void Line(string text) => output.WriteLine(OneLine.Of(text));
}

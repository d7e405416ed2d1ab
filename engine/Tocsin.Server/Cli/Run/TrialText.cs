using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;
using Tocsin.Dsl.Time;
using Tocsin.Engine.Hosting.Trials;
using Tocsin.Sdk;

namespace Tocsin.Server.Cli.Run;

/// <summary>Shows events and what handlers do with them to people.</summary>
internal sealed class TrialText(Terminal terminal)
{
    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Dictionary<(string Task, string Id), AlertLevel> _levels = [];

    /// <summary>One line: when, from which level to which, and the message.</summary>
    public void Event(AlertEvent alert)
    {
        var key = (alert.TaskName, alert.Id);
        var before = _levels.GetValueOrDefault(key);
        _levels[key] = alert.Level;
        var time = new Instant(alert.UnixNanoseconds).ToString();
        terminal.Console.MarkupLine(
            $"[grey]{Markup.Escape(time)}[/]  {Colored(before)} → {Colored(alert.Level)}  [bold]{Markup.Escape(alert.TaskName)}[/]  {Markup.Escape(alert.Message)}");
    }

    /// <summary>What one handler did.</summary>
    public void Call(HandlerCall call)
    {
        foreach (var request in call.Requests)
            Request($"{call.Kind} ({call.Handler})", request);
        if (call.Action is not null)
            Indented($"    {call.Kind} ({call.Handler}) would get", call.Action);
        if (call.Refusal is not null)
            terminal.Console.MarkupLineInterpolated($"    [red]{call.Kind} ({call.Handler}) would not take it:[/] {call.Refusal}");
    }

    /// <summary>A request: where it goes, and its body.</summary>
    public void Request(string from, CapturedRequest request) => Indented($"    {from}: {request.Method} {request.Url}", request.Body);

    private void Indented(string head, string body)
    {
        terminal.Console.MarkupLineInterpolated($"[blue]{head}[/]");
        foreach (var line in Readable(body).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            terminal.Console.WriteLine("      " + line);
    }

    private static string Readable(string body)
    {
        try
        {
            return JsonNode.Parse(body)?.ToJsonString(Pretty) ?? body;
        }
        catch (JsonException)
        {
            // Not every service takes JSON.
            return body;
        }
    }

    private static string Colored(AlertLevel level) => level switch
    {
        AlertLevel.Critical => "[red]CRITICAL[/]",
        AlertLevel.Warning => "[yellow]WARNING[/]",
        AlertLevel.Info => "[blue]INFO[/]",
        _ => "[green]OK[/]",
    };
}
